import type { Geometry, Point } from './geojson.ts'
import { isObject, type JsonObject } from './json.ts'
import type { AggregationUnit, EventInterval, JoinType, QuerySpec } from './queries/index.ts'
import type { PLACES_BY_KIND } from './queries/places-by-kind.ts'

/**
 * The columns that name a place: `pcod` of areas, `lon` and `lat` of positions, `location_id` of cells, `site_id` of
 * sites, `grid_id` of squares.
 */
export type PlaceColumns<Unit extends AggregationUnit = AggregationUnit> = Unit extends 'lon-lat'
  ? { readonly lon: number; readonly lat: number }
  : { readonly [Column in IdColumn<Unit>]: string }

/** The column with the id of a place that is not a position. */
type IdColumn<Unit extends AggregationUnit> = Unit extends 'cell'
  ? 'location_id'
  : Unit extends 'site'
    ? 'site_id'
    : Unit extends `grid:${number}`
      ? 'grid_id'
      : 'pcod'

/** A place and a number of subscribers. */
export type PlaceRow<Unit extends AggregationUnit = AggregationUnit> = PlaceColumns<Unit> & {
  readonly value: number
}

/** Two places and the number of subscribers who have the one first and the other then. */
export type FlowRow<
  Unit extends AggregationUnit = AggregationUnit,
  Join extends JoinType = JoinType,
> = FlowEnd<Unit, 'from', Join extends 'right' | 'right outer' | 'full outer' ? null : never> &
  FlowEnd<Unit, 'to', Join extends 'left' | 'left outer' | 'full outer' ? null : never> & {
    readonly value: number
  }

type FlowEnd<Unit extends AggregationUnit, End extends 'from' | 'to', Absent> = Unit extends 'lon-lat'
  ? { readonly [Column in `${'lon' | 'lat'}_${End}`]: number | Absent }
  : { readonly [Column in `${IdColumn<Unit>}_${End}`]: string | Absent }

/** A place and its shape. */
export type GeographyRow<Unit extends AggregationUnit = AggregationUnit> = PlaceColumns<Unit> & {
  readonly geometry: Geometry
}

/** A place, a time and a number of events. */
export type EventCountRow<
  Unit extends AggregationUnit = AggregationUnit,
  Interval extends EventInterval = EventInterval,
> = PlaceRow<Unit> & BucketColumns<Interval>

/** The columns that tell the time of a bucket: the day as `2016-01-31`, the hour from 0, the minute from 0. */
type BucketColumns<Interval extends EventInterval> = { readonly date: string } & (Interval extends 'day'
  ? unknown
  : { readonly hour: number } & (Interval extends 'min' ? { readonly min: number } : unknown))

/** A bin, which does not hold its upper edge unless it is the last one, and a number of subscribers. */
export interface HistogramRow {
  readonly value: number
  readonly lower_edge: number
  readonly upper_edge: number
}

/** What a row of a query's result holds; any JSON object for a query, or a kind, of which no more is known. */
export type RowOf<Spec> = QuerySpec extends Spec
  ? JsonObject
  : Spec extends { readonly query_kind: 'histogram_aggregate' }
    ? HistogramRow
    : Spec extends { readonly query_kind: 'flows' }
      ? FlowRow<UnitOf<Spec>, JoinOf<Spec>>
      : Spec extends { readonly query_kind: 'geography' }
        ? GeographyRow<UnitOf<Spec>>
        : Spec extends { readonly query_kind: 'location_event_counts'; readonly interval: infer Interval }
          ? EventCountRow<UnitOf<Spec>, Interval & EventInterval>
          : Spec extends { readonly query_kind: 'spatial_aggregate' | 'unique_subscriber_counts' }
            ? PlaceRow<UnitOf<Spec>>
            : JsonObject

/** What a map tells of a place beside its shape. */
export type PropertiesOf<Spec> = QuerySpec extends Spec
  ? JsonObject
  : PlaceColumns<UnitOf<Spec>> & { readonly centroid: Point } & (Spec extends { readonly query_kind: 'flows' }
        ? FlowProperties
        : Spec extends { readonly query_kind: 'geography' }
          ? unknown
          : Spec extends { readonly query_kind: 'location_event_counts'; readonly interval: infer Interval }
            ? { readonly value: number } & BucketColumns<Interval & EventInterval>
            : Spec extends { readonly query_kind: 'spatial_aggregate' | 'unique_subscriber_counts' }
              ? { readonly value: number }
              : JsonObject)

/** The flows of one place: numbers of subscribers by the place at the other end, `lon,lat` where it is a position. */
export interface FlowProperties {
  readonly inflows: Readonly<Record<string, number>>
  readonly outflows: Readonly<Record<string, number>>
}

/** A result in JSON, as a whole. */
export interface JsonResult<Spec> {
  readonly query_id: string
  readonly query_result: readonly RowOf<Spec>[]
}

/** Whether an answer is a result. That its rows are those of the query, FlowAPI answers for. */
export function isJsonResult<Spec>(value: unknown): value is JsonResult<Spec> {
  return isObject(value) && Array.isArray(value.query_result)
}

/** The places that a query, or a part of one, is about. */
type UnitOf<Spec> = Spec extends { readonly query_kind: infer Kind extends keyof PlacesByKind }
  ? PlacesByKind[Kind] extends infer Field extends keyof Spec
    ? UnitIn<Spec[Field]>
    : AggregationUnit
  : AggregationUnit

/** The places that a parameter tells: it is a unit, a part, or a list of parts. */
type UnitIn<Value> = Value extends AggregationUnit
  ? Value
  : Value extends readonly (infer Part)[]
    ? UnitOf<Part>
    : UnitOf<Value>

type PlacesByKind = typeof PLACES_BY_KIND

type JoinOf<Spec> = Spec extends { readonly join_type: infer Join extends JoinType }
  ? Join
  : Spec extends { readonly join_type?: infer Join }
    ? [Join & JoinType] extends [never]
      ? 'inner'
      : Join & JoinType
    : 'inner'
