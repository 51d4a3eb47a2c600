import type {
  CoalescedLocationSpec,
  FlowEndSpec,
  LocationVisitsSpec,
  MajorityLocationSpec,
  MobilityClassificationSpec,
  UniqueLocationsSpec,
} from '../reference/movement-specs.ts'
import type { AggregateSpec, LocationSpec, ModalLocationSpec } from '../reference/specs.ts'
import { draws, JOIN_TYPES } from './any-question.ts'
import { DAYS, flows, spatialAggregate, uniqueSubscriberCounts } from './questions.ts'

/** The kinds that are asked in turn. */
const KINDS = [
  'spatial_aggregate',
  'flows',
  'inflows',
  'outflows',
  'labelled_spatial_aggregate',
  'labelled_flows',
  'unmoving_counts',
  'unmoving_at_reference_location_counts',
  'active_at_reference_location_counts',
  'unique_visitor_counts',
  'trips_od_matrix',
  'consecutive_trips_od_matrix',
  'location_introversion',
] as const

/**
 * A question about where people are and where they go, with parameters drawn at random; the same one for the same seed.
 * Seeds that follow each other ask for every kind.
 */
export function anyMovement(seed: number): AggregateSpec {
  const { number, oneOf, events, daily, location, period, unit: anyUnit } = draws(seed)
  const unit = anyUnit()

  const modal = (): ModalLocationSpec => ({
    query_kind: 'modal_location',
    locations: DAYS.slice(number(5)).map(date => daily(unit, 1, date)),
  })
  const visits = (): LocationVisitsSpec => ({
    query_kind: 'location_visits',
    // Each day once: the same day in two spellings is one visit, which the reference cannot know.
    locations: DAYS.slice(number(4)).map(date => (number(5) > 0 ? daily(unit, 1, date) : modal())),
  })
  const majority = (weights: LocationVisitsSpec): MajorityLocationSpec => ({
    query_kind: 'majority_location',
    subscriber_location_weights: weights,
    minimum_total_weight: oneOf([0, 2.5, 6]),
    include_unlocatable: number(2) === 0,
  })
  const coalesced = (): CoalescedLocationSpec => {
    const weights = visits()
    return {
      query_kind: 'coalesced_location',
      preferred_location: majority(weights),
      fallback_location: majority(visits()),
      subscriber_location_weights: weights,
      weight_threshold: number(4),
    }
  }
  const labels = (): MobilityClassificationSpec => ({
    query_kind: 'mobility_classification',
    locations: [coalesced(), coalesced(), coalesced()].slice(number(3)),
    stay_length_threshold: 1 + number(3),
  })
  const frequent = (): LocationSpec => ({
    query_kind: oneOf(['most_frequent_location', 'visited_most_days']),
    ...unit,
    ...events(0),
    ...period(),
  })
  const reference = (): LocationSpec => oneOf([frequent, coalesced, () => majority(visits()), frequent])()
  const unique = (): UniqueLocationsSpec => ({
    query_kind: 'unique_locations',
    ...unit,
    ...events(0),
    ...period(),
  })
  const elsewhere = (): FlowEndSpec => location(anyUnit())
  const end = (): FlowEndSpec => oneOf([unique, reference, () => location(unit)])()
  const ends = () => ({
    from_location: end(),
    to_location: oneOf([end, end, elsewhere])(),
    join_type: oneOf(JOIN_TYPES),
  })
  const active = () => ({
    query_kind: 'active_at_reference_location_counts' as const,
    unique_locations: unique(),
    reference_locations: reference(),
  })

  const query_kind = KINDS[seed % KINDS.length] ?? 'flows'
  switch (query_kind) {
    case 'spatial_aggregate':
      return spatialAggregate(reference())
    case 'flows': {
      const { from_location, to_location, join_type } = ends()
      return flows(from_location, to_location, { join_type })
    }
    case 'inflows':
    case 'outflows':
      return { query_kind, ...ends() }
    case 'labelled_spatial_aggregate':
      return { query_kind, locations: coalesced(), labels: labels() }
    case 'labelled_flows':
      return {
        query_kind,
        from_location: coalesced(),
        to_location: coalesced(),
        labels: labels(),
        join_type: oneOf(JOIN_TYPES),
      }
    case 'unmoving_counts':
      return { query_kind, locations: unique() }
    case 'unmoving_at_reference_location_counts':
      return { query_kind, locations: unique(), reference_locations: reference() }
    case 'active_at_reference_location_counts':
      return active()
    case 'unique_visitor_counts':
      return {
        query_kind,
        active_at_reference_location_counts: active(),
        unique_subscriber_counts: uniqueSubscriberCounts({ ...unit, ...events(0), ...period() }),
      }
    case 'trips_od_matrix':
    case 'consecutive_trips_od_matrix':
      return { query_kind, ...unit, ...events(0), ...period() }
    case 'location_introversion':
      return {
        query_kind,
        ...unit,
        ...events(0),
        ...period(),
        event_types: oneOf([null, ['calls'], ['sms'], ['sms', 'calls']]),
        direction: oneOf(['in', 'out', 'both']),
      }
  }
}
