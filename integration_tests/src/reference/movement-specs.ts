import type {
  DailyLocationSpec,
  EventChoice,
  JoinType,
  LocationSpec,
  ModalLocationSpec,
  SpatialUnit,
  UniqueSubscriberCountsSpec,
} from './specs.ts'

/* The queries about where people are and where they go, beside the first ones. */

/** Events of a period at places. */
export interface PeriodSpec extends SpatialUnit, EventChoice {
  readonly start_date: string
  readonly end_date: string
}

/** The place of most events, or of most days. */
export interface FrequentLocationSpec extends PeriodSpec {
  readonly query_kind: 'most_frequent_location' | 'visited_most_days'
}

/** All places where somebody was seen. */
export interface UniqueLocationsSpec extends PeriodSpec {
  readonly query_kind: 'unique_locations'
}

/** How often each place was somebody's. */
export interface LocationVisitsSpec {
  readonly query_kind: 'location_visits'
  readonly locations: readonly (DailyLocationSpec | ModalLocationSpec)[]
}

/** The place of more than half of somebody's visits. */
export interface MajorityLocationSpec {
  readonly query_kind: 'majority_location'
  readonly subscriber_location_weights: LocationVisitsSpec
  readonly minimum_total_weight?: number
  readonly include_unlocatable?: boolean
}

/** The preferred place, or a fallback. */
export interface CoalescedLocationSpec {
  readonly query_kind: 'coalesced_location'
  readonly preferred_location: MajorityLocationSpec
  readonly fallback_location: MajorityLocationSpec
  readonly subscriber_location_weights: LocationVisitsSpec
  readonly weight_threshold: number
}

/** How somebody moves. */
export interface MobilityClassificationSpec {
  readonly query_kind: 'mobility_classification'
  readonly locations: readonly CoalescedLocationSpec[]
  readonly stay_length_threshold: number
}

export type FlowEndSpec = LocationSpec | UniqueLocationsSpec

/** The flows that begin or end at each place. */
export interface SumOfFlowsSpec {
  readonly query_kind: 'inflows' | 'outflows'
  readonly from_location: FlowEndSpec
  readonly to_location: FlowEndSpec
  readonly join_type?: JoinType | null
}

export interface LabelledSpatialAggregateSpec {
  readonly query_kind: 'labelled_spatial_aggregate'
  readonly locations: CoalescedLocationSpec
  readonly labels: MobilityClassificationSpec
}

export interface LabelledFlowsSpec {
  readonly query_kind: 'labelled_flows'
  readonly from_location: CoalescedLocationSpec
  readonly to_location: CoalescedLocationSpec
  readonly labels: MobilityClassificationSpec
  readonly join_type?: JoinType | null
}

export interface UnmovingCountsSpec {
  readonly query_kind: 'unmoving_counts'
  readonly locations: UniqueLocationsSpec
}

export interface UnmovingAtReferenceSpec {
  readonly query_kind: 'unmoving_at_reference_location_counts'
  readonly locations: UniqueLocationsSpec
  readonly reference_locations: LocationSpec
}

export interface ActiveAtReferenceSpec {
  readonly query_kind: 'active_at_reference_location_counts'
  readonly unique_locations: UniqueLocationsSpec
  readonly reference_locations: LocationSpec
}

export interface UniqueVisitorCountsSpec {
  readonly query_kind: 'unique_visitor_counts'
  readonly active_at_reference_location_counts: ActiveAtReferenceSpec
  readonly unique_subscriber_counts: UniqueSubscriberCountsSpec
}

export interface TripsSpec extends PeriodSpec {
  readonly query_kind: 'trips_od_matrix' | 'consecutive_trips_od_matrix'
}

/** The queries about where people are and where they go that give counts. */
export type MovementSpec =
  | SumOfFlowsSpec
  | LabelledSpatialAggregateSpec
  | LabelledFlowsSpec
  | UnmovingCountsSpec
  | UnmovingAtReferenceSpec
  | ActiveAtReferenceSpec
  | UniqueVisitorCountsSpec
  | TripsSpec
