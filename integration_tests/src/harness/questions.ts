import type { FlowEndSpec } from '../reference/movement-specs.ts'
import type {
  DailyLocationSpec,
  FlowsSpec,
  LocationEventCountsSpec,
  LocationSpec,
  ModalLocationSpec,
  SpatialAggregateSpec,
  UniqueSubscriberCountsSpec,
} from '../reference/specs.ts'

/** The seven days of the test country. */
export const DAYS = [1, 2, 3, 4, 5, 6, 7].map(day => `2016-01-0${day}`)

/** The day after the last one. */
export const END = '2016-01-08'

/** Where subscribers were last on a day, by district, unless `changes` say otherwise. */
export function dailyLocation(date: string, changes: Partial<DailyLocationSpec> = {}): DailyLocationSpec {
  return { query_kind: 'daily_location', date, method: 'last', aggregation_unit: 'admin3', ...changes }
}

/** Where subscribers were on most of some days. */
export function modalLocation(
  days: readonly string[],
  changes: Partial<DailyLocationSpec> = {},
): ModalLocationSpec {
  return { query_kind: 'modal_location', locations: days.map(day => dailyLocation(day, changes)) }
}

/** How many subscribers have each place. */
export function spatialAggregate(locations: LocationSpec): SpatialAggregateSpec {
  return { query_kind: 'spatial_aggregate', locations }
}

/** How many subscribers have one place and then another. */
export function flows(
  from_location: FlowEndSpec,
  to_location: FlowEndSpec,
  changes: Partial<FlowsSpec> = {},
): FlowsSpec {
  return { query_kind: 'flows', from_location, to_location, ...changes }
}

/** How many subscribers were seen in each place in the whole week, by district, unless `changes` say otherwise. */
export function uniqueSubscriberCounts(
  changes: Partial<UniqueSubscriberCountsSpec> = {},
): UniqueSubscriberCountsSpec {
  return {
    query_kind: 'unique_subscriber_counts',
    start_date: '2016-01-01',
    end_date: END,
    aggregation_unit: 'admin3',
    ...changes,
  }
}

/** How many events there were in each district on each day of the week, unless `changes` say otherwise. */
export function locationEventCounts(changes: Partial<LocationEventCountsSpec> = {}): LocationEventCountsSpec {
  return {
    query_kind: 'location_event_counts',
    start_date: '2016-01-01',
    end_date: END,
    interval: 'day',
    aggregation_unit: 'admin3',
    ...changes,
  }
}
