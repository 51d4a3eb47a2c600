import { calendarActivity, localisedCalendarActivity } from './calendars.ts'
import { type Counted, ofPeople, type Row, tally } from './counted.ts'
import { locationEventCounts } from './event-counts.ts'
import { histogramAggregate } from './histograms.ts'
import { locationIntroversion } from './introversion.ts'
import { joinedSpatialAggregate } from './joined.ts'
import { locationsOf, subsetOf } from './locations.ts'
import { meaningfulLocations } from './meaningful-locations.ts'
import type {
  CalendarActivitySpec,
  DfsMetricTotalAmountSpec,
  JoinedSpatialAggregateSpec,
  LocalisedCalendarActivitySpec,
} from './metric-specs.ts'
import { flowsOf, movement } from './movement.ts'
import { aggregateNetworkObjects, totalNetworkObjects } from './network-objects.ts'
import { pairColumns, placeColumns } from './places.ts'
import { sightings } from './sightings.ts'
import type { AggregateSpec, FlowsSpec, SpatialAggregateSpec, UniqueSubscriberCountsSpec } from './specs.ts'
import { unitOf } from './specs.ts'
import { dfsMetricTotalAmount } from './transfers.ts'
import type { World } from './world.ts'

/** FlowKit releases counts above 15. */
const SMALLEST_RELEASED = 16

/** What an analyst may see of an answer, and how much of it they may not. */
export interface Answer {
  readonly released: readonly Row[]
  readonly withheld: readonly Row[]
}

/** Answers a query, in no particular order of rows. */
export function answer(world: World, spec: AggregateSpec): Answer {
  const rows = count(world, spec)
  const isReleased = ({ subscribers }: Counted) => subscribers >= SMALLEST_RELEASED
  return {
    released: rows.filter(isReleased).map(({ row }) => row),
    withheld: rows.filter(counted => !isReleased(counted)).map(({ row }) => row),
  }
}

/** The queries whose answers are not released row by row. */
export type MetricAggregateSpec =
  | CalendarActivitySpec
  | DfsMetricTotalAmountSpec
  | JoinedSpatialAggregateSpec
  | LocalisedCalendarActivitySpec

/** What an analyst may see of the values of people, in no particular order of rows. */
export function released(world: World, spec: MetricAggregateSpec): Row[] {
  switch (spec.query_kind) {
    case 'calendar_activity':
      return calendarActivity(world, spec)
    case 'dfs_metric_total_amount':
      return dfsMetricTotalAmount(world, spec)
    case 'joined_spatial_aggregate':
      return joinedSpatialAggregate(world, spec)
    case 'localised_calendar_activity':
      return localisedCalendarActivity(world, spec)
  }
}

function count(world: World, spec: AggregateSpec): Counted[] {
  switch (spec.query_kind) {
    case 'spatial_aggregate':
      return ofPeople(spatialAggregate(world, spec))
    case 'flows':
      return ofPeople(flows(world, spec))
    case 'unique_subscriber_counts':
      return ofPeople(uniqueSubscriberCounts(world, spec))
    case 'histogram_aggregate':
      return ofPeople(histogramAggregate(world, spec))
    case 'location_event_counts':
      return locationEventCounts(world, spec)
    case 'location_introversion':
      return locationIntroversion(world, spec)
    case 'meaningful_locations_aggregate':
    case 'meaningful_locations_between_label_od_matrix':
    case 'meaningful_locations_between_dates_od_matrix':
      return meaningfulLocations(world, spec)
    case 'total_network_objects':
      return totalNetworkObjects(world, spec)
    case 'aggregate_network_objects':
      return aggregateNetworkObjects(world, spec)
    default:
      return movement(world, spec)
  }
}

function spatialAggregate(world: World, { locations }: SpatialAggregateSpec): Row[] {
  const columns = placeColumns(unitOf(locations))
  const nowhere = columns.map(() => null)
  return tally(
    [...locationsOf(world, locations).values()].map(place => place ?? nowhere),
    columns,
  )
}

/** Pairs of places by how many subscribers have both; the missing end of an outer join is null in every column. */
function flows(world: World, spec: FlowsSpec): Row[] {
  return tally(
    flowsOf(world, spec).map(({ from, to }) => [...from, ...to]),
    pairColumns(unitOf(spec.from_location), unitOf(spec.to_location)),
  )
}

/** Counts each subscriber once in every place where they were seen. */
function uniqueSubscriberCounts(world: World, spec: UniqueSubscriberCountsSpec): Row[] {
  const period = { from: spec.start_date, until: spec.end_date }
  const seen = sightings(world, spec, period, spec, subsetOf(world, spec.subscriber_subset))
  const visits = seen.flatMap(({ subscriber, places }) => places.map(place => ({ subscriber, place })))
  const unique = new Map(visits.map(visit => [JSON.stringify(visit), visit.place]))
  return tally([...unique.values()], placeColumns(spec))
}
