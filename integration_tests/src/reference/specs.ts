import type { NumericMetricSpec } from './metric-specs.ts'

/*
 * The queries that the reference can answer, written as an analyst would. These types are the reference's own: it
 * shares nothing with the system that it is compared with.
 */

import type { MeaningfulLocationsSpec } from './meaningful-locations.ts'
import type {
  CoalescedLocationSpec,
  FlowEndSpec,
  FrequentLocationSpec,
  MajorityLocationSpec,
  MovementSpec,
} from './movement-specs.ts'
import type { AggregateNetworkObjectsSpec, TotalNetworkObjectsSpec } from './network-objects.ts'

/** Which places an answer is about. */
export interface SpatialUnit {
  readonly aggregation_unit:
    | 'admin0'
    | 'admin1'
    | 'admin2'
    | 'admin3'
    | 'lon-lat'
    | 'cell'
    | 'site'
    | `grid:${1 | 5 | 10 | 50}`
  readonly mapping_table?: string | null
  readonly geom_table?: string | null
  readonly geom_table_join_column?: string | null
}

/** A window of whole hours that applies to each day. */
export interface Hours {
  readonly start_hour: number
  readonly end_hour: number
}

/** The kinds of events that the tables hold. */
export type EventType = 'calls' | 'sms' | 'mds' | 'topups'

/** Which events an answer is made from. */
export interface EventChoice {
  readonly event_types?: readonly EventType[] | null
  readonly hours?: Hours | null
  readonly subscriber_subset?: LocationSpec | null
}

/** One place for each subscriber on one day. */
export interface DailyLocationSpec extends SpatialUnit, EventChoice {
  readonly query_kind: 'daily_location'
  readonly date: string
  readonly method: 'last' | 'most-common'
}

/** One place for each subscriber over several days. */
export interface ModalLocationSpec {
  readonly query_kind: 'modal_location'
  readonly locations: readonly DailyLocationSpec[]
}

/** The queries that give each subscriber one place. */
export type LocationSpec =
  | DailyLocationSpec
  | ModalLocationSpec
  | FrequentLocationSpec
  | MajorityLocationSpec
  | CoalescedLocationSpec

/** How many subscribers have each place. */
export interface SpatialAggregateSpec {
  readonly query_kind: 'spatial_aggregate'
  readonly locations: LocationSpec
}

/** What happens to subscribers whom only one end of a flow knows. */
export type JoinType = 'inner' | 'full outer' | 'left' | 'right' | 'left outer' | 'right outer'

/** How many subscribers have one place and another one. */
export interface FlowsSpec {
  readonly query_kind: 'flows'
  readonly from_location: FlowEndSpec
  readonly to_location: FlowEndSpec
  readonly join_type?: JoinType | null
}

/** How many subscribers were seen in each place. */
export interface UniqueSubscriberCountsSpec extends SpatialUnit, EventChoice {
  readonly query_kind: 'unique_subscriber_counts'
  readonly start_date: string
  readonly end_date: string
}

/** How many events there were in each place, by time. */
export interface LocationEventCountsSpec extends SpatialUnit, EventChoice {
  readonly query_kind: 'location_event_counts'
  readonly start_date: string
  readonly end_date: string
  readonly interval: 'day' | 'hour' | 'min'
  readonly direction?: 'in' | 'out' | 'both' | null
}

/** Which share of the interactions at each place stayed there. */
export interface LocationIntroversionSpec extends SpatialUnit, EventChoice {
  readonly query_kind: 'location_introversion'
  readonly start_date: string
  readonly end_date: string
  readonly direction?: 'in' | 'out' | 'both' | null
}

/** How many subscribers have a value in each of several bins, whose edges the asker has settled. */
export interface HistogramAggregateSpec {
  readonly query_kind: 'histogram_aggregate'
  readonly metric: NumericMetricSpec
  readonly bins: { readonly n_bins: number } | { readonly bin_list: readonly number[] }
  readonly range?: { readonly lower_bound: number; readonly upper_bound: number }
}

/** The queries that give counts. */
export type AggregateSpec =
  | SpatialAggregateSpec
  | FlowsSpec
  | UniqueSubscriberCountsSpec
  | LocationEventCountsSpec
  | LocationIntroversionSpec
  | HistogramAggregateSpec
  | TotalNetworkObjectsSpec
  | AggregateNetworkObjectsSpec
  | MeaningfulLocationsSpec
  | MovementSpec

/** The places that a location query tells apart. */
export function unitOf(location: FlowEndSpec): SpatialUnit {
  switch (location.query_kind) {
    case 'majority_location':
      return unitOfFirst(location.subscriber_location_weights.locations)
    case 'coalesced_location':
      return unitOf(location.preferred_location)
    case 'modal_location':
      return unitOfFirst(location.locations)
    default:
      return location
  }
}

function unitOfFirst([first]: readonly LocationSpec[]): SpatialUnit {
  if (first === undefined) throw new Error('A location needs at least one day')
  return unitOf(first)
}
