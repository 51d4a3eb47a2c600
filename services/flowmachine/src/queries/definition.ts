import type { SpatialUnit, Spec, SpecDefinition, SpecOf } from '@flowkit/contract'
import type { z } from 'zod'
import type { ReleaseRule } from '../release/rules.ts'
import type { ActivityNeed, PeriodsNeed } from '../source/activity.ts'
import type { CellsNeed, SeenAtCells } from '../source/cells-seen.ts'
import type { DataItem } from '../source/data-items.ts'
import type { Detail, DetailsNeed } from '../source/details.ts'
import type { EventsNeed, Subset } from '../source/events.ts'
import type { Wanted } from '../source/presence.ts'
import type { ScoredNeed } from '../source/site-visits.ts'
import type { TimedNeed } from '../source/timed-events.ts'
import type { Sql } from '../sql.ts'
import type { ComputedBy } from '../store/resources.ts'

/** What a kind's SQL is built over. Whatever it asks for is recorded as read. */
export interface RenderContext {
  /** The stored table of a part. */
  part(spec: Spec): Sql
  /** A subset of subscribers; null for everybody. */
  subset(subset: unknown): Subset | null
  /** Who was where: `subscriber`, `place` and what is wanted more. The kind has {@link cellPlacesOf} as a part. */
  presence(need: EventsNeed, wanted: Wanted, unit: SpatialUnit): Sql
  /**
   * How many events there were where and when, and of how many subscribers: `place`, the columns of the bucket,
   * `events`, `subscribers`. The kind has {@link cellPlacesOf} as a part.
   */
  timedEvents(need: TimedNeed, unit: SpatialUnit): Sql
  /**
   * How many cells of places had events in which periods, or how many people had them there: `place`, `datetime`,
   * `number`. The kind has {@link cellPlacesOf} as a part.
   */
  cellsSeen(need: CellsNeed, seen: SeenAtCells, unit: SpatialUnit): Sql
  /**
   * On which days subscribers had events at which sites, with their scores: `subscriber`, `place`, `events`, `hours`,
   * `days`. The kind has {@link cellSitesPart} as a part.
   */
  siteVisits(need: ScoredNeed): Sql
  /** When subscribers had events, wherever they were: `subscriber`, `clock`. */
  activity(need: ActivityNeed): Sql
  /** In which periods they had some: `subscriber`, `period`. */
  activePeriods(need: PeriodsNeed): Sql
  /** What only the raw events tell: `subscriber` and the columns of the detail. */
  details(need: DetailsNeed, wanted: Detail): Sql
  /**
   * One side of calls and messages: `subscriber`, `event_type`, `id`, `places`. The kind has {@link cellPlacesOf} as a
   * part.
   */
  sides(need: DetailsNeed, unit: SpatialUnit): Sql
}

/** The shapes that results of a kind have on a map. */
export type GeoShape =
  /** A row is about one place. */
  | 'places'
  /** A row is about a pair of places, named by `_from` and `_to`. */
  | 'flows'
  /** The same, in several rows with a `value_label` each. */
  | 'labelled flows'

/** How one kind of query is computed. */
export interface QueryKind<D extends SpecDefinition = SpecDefinition> {
  readonly contract: D
  /** What it is made of beside the queries among its parameters. */
  readonly parts?: (spec: SpecOf<D>) => readonly Spec[]
  /** The SQL of the result; aggregates come unredacted. */
  readonly render: (spec: SpecOf<D>, context: RenderContext) => Sql
  /** What of the data the SQL names itself; what it reads through its context is recorded there. */
  readonly reads?: (spec: SpecOf<D>) => readonly DataItem[]
  /**
   * Its rows are about single subscribers and depend on nobody else, so that the result for a subset is a part of that
   * for everybody.
   */
  readonly perSubscriber?: true
  /**
   * How it is computed, unless PostgreSQL divides the work among its processes as it does best. For kinds that group rows
   * by subscriber which hardly get fewer by it: several processes would hand on as many as they have read, to be grouped
   * again.
   *
   * - `small slices`: where there are many subscribers, for some of them at a time. What it reads of them is found by
   *   their number: visits and facts of days.
   * - `large slices`: for as many at a time as there are processes. Each slice reads all of something that is not found by
   *   the number of a subscriber: stored results or raw events.
   * - `one process`: it joins two results in full, or is what queries are made of many of, so that several are computed side
   *   by side.
   */
  readonly computedBy?: Exclude<ComputedBy, 'several processes'>
  /**
   * It joins raw events with each other, so many that hash tables which go to disk in part are faster than sorting both
   * sides, which the planner would do.
   */
  readonly joinsByHashes?: true
  /** For kinds that may be asked for: how their results are released. */
  readonly release?: Release<D>
}

/** How the results of a kind leave the engine. */
export interface Release<D extends SpecDefinition = SpecDefinition> {
  /** A function where it depends on what is asked. */
  readonly rule: ReleaseRule | ((spec: SpecOf<D>) => ReleaseRule)
  /** Null where the result is not about places. */
  readonly shape: GeoShape | null
  /** The columns that people get, in order. */
  readonly columns: (spec: SpecOf<D>) => readonly string[]
  /**
   * How many cells the result would have if nothing were left out, given the number of places, and of those at the other
   * end of flows; null without a grid.
   */
  readonly gridSize: (spec: SpecOf<D>, places: number, otherPlaces: number) => number | null
}

/**
 * States how a kind is computed; exists to infer the type of its spec. A kind that may be asked for has to say how its
 * results are released, and no other may: else it does not compile.
 */
export function defineKind<D extends SpecDefinition<z.ZodType, 'top'>>(
  kind: QueryKind<D> & { readonly release: Release<D> },
): QueryKind<D>
export function defineKind<D extends SpecDefinition<z.ZodType, 'nested'>>(
  kind: QueryKind<D> & { readonly release?: undefined },
): QueryKind<D>
export function defineKind<D extends SpecDefinition>(kind: QueryKind<D>): QueryKind<D> {
  return kind
}
