import type { Sampling } from '@flowkit/contract'
import { activePeriods, activity } from '../source/activity.ts'
import type { Catalog } from '../source/catalog.ts'
import { cellsSeen } from '../source/cells-seen.ts'
import { type DataItem, subsetItem } from '../source/data-items.ts'
import { details, sides } from '../source/details.ts'
import { type EventsNeed, type EventsRead, eventItems, type SourceName } from '../source/events.ts'
import { presence } from '../source/presence.ts'
import { publishedSubset } from '../source/published-subsets.ts'
import { siteVisits } from '../source/site-visits.ts'
import { timedEvents } from '../source/timed-events.ts'
import { type Sql, sql } from '../sql.ts'
import { cellSitesPart } from './cell-sites.ts'
import { kindOf } from './index.ts'
import { cellPlacesOf } from './places.ts'
import { isSpec, type Query, storedQuery } from './query.ts'
import { sample } from './sampling.ts'

/** What a query's SQL is made from. */
export interface RenderInputs {
  readonly catalog: Catalog
  /** The stored table of a part, by query id. */
  readonly tableOf: (queryId: string) => Sql
  /** How many rows that table has. */
  readonly rowsOf: (queryId: string) => number
  /** The deployment's secret for drawing samples. */
  readonly samplingSecret: string
  /** The stored table for everybody, if a query about a subset is to be taken from it. */
  readonly whole?: Sql
}

/** A query's SQL, and what of the data it reads itself. What its parts have read is recorded with them. */
export interface Rendered {
  readonly sql: Sql
  readonly items: ReadonlySet<DataItem>
  readonly sources: ReadonlySet<SourceName>
}

/** Renders a query over the stored tables of its parts; an aggregate comes unredacted. */
export function render(
  query: Query,
  { catalog, tableOf, rowsOf, samplingSecret, whole }: RenderInputs,
): Rendered {
  const [sampled] = query.children
  if (sampled && isSampled(query)) {
    return {
      sql: sample(tableOf(sampled.id), sampled.id, query.spec.sampling, samplingSecret),
      items: new Set(),
      sources: new Set(),
    }
  }
  if (whole) return ofSubset(query, whole, tableOf)
  const kind = kindOf(query.spec)
  const items = new Set<DataItem>(kind.reads?.(query.spec))
  const sources = new Set<SourceName>()
  const part = (spec: unknown): Sql => tableOf(partId(spec))
  const recorded = (need: EventsNeed, read: EventsRead): Sql => {
    for (const item of eventItems(need)) items.add(item)
    for (const source of read.sources) sources.add(source)
    return read.sql
  }
  const rendered = kind.render(query.spec, {
    part,
    subset: subset => {
      if (subset === null) return null
      if (typeof subset !== 'string') return { relation: part(subset), rows: rowsOf(partId(subset)) }
      items.add(subsetItem(subset))
      return { relation: publishedSubset(subset), rows: catalog.membersOf(subset) ?? 0 }
    },
    presence: (need, wanted, unit) =>
      recorded(need, presence(need, wanted, part(cellPlacesOf(unit)), catalog)),
    timedEvents: (need, unit) => recorded(need, timedEvents(need, part(cellPlacesOf(unit)), catalog)),
    cellsSeen: (need, seen, unit) => recorded(need, cellsSeen(need, seen, part(cellPlacesOf(unit)), catalog)),
    siteVisits: need => recorded(need, siteVisits(need, part(cellSitesPart), catalog)),
    activity: need => recorded(need, activity(need, catalog)),
    activePeriods: need => recorded(need, activePeriods(need, catalog)),
    details: (need, wanted) => recorded(need, details(need, wanted, catalog)),
    sides: (need, unit) => recorded(need, sides(need, part(cellPlacesOf(unit)), catalog)),
  })
  return { sql: rendered, items, sources }
}

/** The rows of a stored result that are about a subset of subscribers. */
function ofSubset({ spec }: Query, whole: Sql, tableOf: RenderInputs['tableOf']): Rendered {
  const subset = tableOf(partId(spec.subscriber_subset))
  return {
    sql: sql`
      SELECT *
      FROM ${whole}
      WHERE subscriber IN (SELECT subscriber FROM ${subset})`,
    items: new Set(),
    sources: new Set(['result']),
  }
}

function partId(spec: unknown): string {
  if (!isSpec(spec)) throw new TypeError('Only a query can be a part of another one')
  return storedQuery(spec).id
}

function isSampled(query: Query): query is Query & { spec: { sampling: Sampling } } {
  return query.form === 'stored' && Boolean(query.spec.sampling)
}
