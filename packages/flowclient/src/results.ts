import type { Geometry, Point } from './geojson.ts'
import { isObject, type JsonObject } from './json.ts'
import type { AggregationUnit, EventInterval, JoinType, MetricAggregate, QuerySpec } from './queries/index.ts'
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

/** A place, the local moment at which a period begins, and a number of cells of that period. */
export type NetworkObjectsRow<Unit extends AggregationUnit = AggregationUnit> = PlaceRow<Unit> & {
  readonly datetime: string
}

/** A place, the label of its subscribers, and how many of them there are. */
export type LabelledRow<Unit extends AggregationUnit = AggregationUnit> = PlaceRow<Unit> & {
  /** Null for those who have none; a list where labels are the periods in which subscribers were active. */
  readonly value_label: LabelValue
}

type LabelValue = string | number | readonly string[] | null

/** What the subscribers of a place have together. */
export type JoinedRow<
  Unit extends AggregationUnit = AggregationUnit,
  Method extends MetricAggregate['method'] = MetricAggregate['method'],
> = PlaceColumns<Unit> & MetricRow<Method>

/** What subscribers have together; a word where it is the most common one. */
export type MetricRow<Method extends MetricAggregate['method'] = MetricAggregate['method']> = {
  readonly value: Method extends 'mode' ? number | string : number
} & (Method extends 'distr'
  ? {
      /** What is told apart. */
      readonly metric: string
      /** What subscribers have of it; `value` is their share. */
      readonly key: string | null
    }
  : unknown)

/** A label and a place, and how many subscribers have a meaningful location of it there. */
export type MeaningfulLocationsRow<Unit extends AggregationUnit = AggregationUnit> = PlaceRow<Unit> & {
  readonly label: string
}

/** Two labels, the places where subscribers have them, and how many have both. */
export type MeaningfulLocationsFlowRow<Unit extends AggregationUnit = AggregationUnit> = FlowRow<
  Unit,
  'inner'
> & {
  readonly label_from: string
  readonly label_to: string
}

/** The rows of each kind that can be asked for, of queries about places of a unit. */
interface RowsByKind<Spec, Unit extends AggregationUnit> {
  active_at_reference_location_counts: PlaceRow<Unit>
  aggregate_network_objects: NetworkObjectsRow<Unit>
  calendar_activity: { readonly grp: readonly string[]; readonly value: number }
  consecutive_trips_od_matrix: FlowRow<Unit, 'inner'>
  dfs_metric_total_amount: PlaceRow<Unit> & { readonly date: string }
  dummy_query: { readonly dummy_param: string }
  flows: FlowRow<Unit, JoinOf<Spec>>
  geography: GeographyRow<Unit>
  histogram_aggregate: HistogramRow
  inflows: PlaceRow<Unit>
  joined_spatial_aggregate: JoinedRow<Unit, ValueOf<Spec, 'method', MetricAggregate['method']>>
  labelled_flows: FlowRow<Unit, JoinOf<Spec>> & { readonly value_label: LabelValue }
  labelled_spatial_aggregate: LabelledRow<Unit>
  localised_calendar_activity: LabelledRow<Unit>
  location_event_counts: EventCountRow<Unit, ValueOf<Spec, 'interval', EventInterval>>
  location_introversion: PlaceRow<Unit>
  meaningful_locations_aggregate: MeaningfulLocationsRow<Unit>
  meaningful_locations_between_dates_od_matrix: MeaningfulLocationsFlowRow<Unit>
  meaningful_locations_between_label_od_matrix: MeaningfulLocationsFlowRow<Unit>
  metric_aggregate: MetricRow<ValueOf<Spec, 'method', MetricAggregate['method']>>
  outflows: PlaceRow<Unit>
  spatial_aggregate: PlaceRow<Unit>
  total_network_objects: NetworkObjectsRow<Unit>
  trips_od_matrix: FlowRow<Unit, 'inner'>
  unique_subscriber_counts: PlaceRow<Unit>
  unique_visitor_counts: PlaceRow<Unit>
  unmoving_at_reference_location_counts: PlaceRow<Unit>
  unmoving_counts: PlaceRow<Unit>
}

/** What a row of a query's result holds; any JSON object for a query of which no more is known. */
export type RowOf<Spec> = QuerySpec extends Spec
  ? JsonObject
  : Spec extends { readonly query_kind: infer Kind extends keyof RowsByKind<Spec, AggregationUnit> }
    ? RowsByKind<Spec, UnitOf<Spec>>[Kind]
    : JsonObject

/**
 * What a map tells of a place beside its shape: the columns of a row, but for its geometry; or, where rows are about two
 * places, all that begins and ends there.
 */
export type PropertiesOf<Spec> = QuerySpec extends Spec
  ? JsonObject
  : { readonly centroid: Point } & (RowOf<Spec> extends FlowRow<UnitOf<Spec>, 'full outer'>
      ? PlaceColumns<UnitOf<Spec>> & FlowProperties
      : Omit<RowOf<Spec>, 'geometry'>)

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

/** What a parameter says, or anything that it may say where that is not known. */
type ValueOf<Spec, Parameter extends string, Value> = Spec extends {
  readonly [Name in Parameter]: infer Given extends Value
}
  ? Given
  : Value

type JoinOf<Spec> = Spec extends { readonly join_type: infer Join extends JoinType }
  ? Join
  : Spec extends { readonly join_type?: infer Join }
    ? [Join & JoinType] extends [never]
      ? 'inner'
      : Join & JoinType
    : 'inner'
