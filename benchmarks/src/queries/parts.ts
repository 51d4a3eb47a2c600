import { addDays, daysBetween } from '@flowkit/contract'
import { DAYS, FIRST_DAY } from '../flowdb/country.ts'
import type { QuerySpec } from '../flowdb/queries.ts'

/** The parts that the specs of many kinds are made of: two weeks, districts, calls and SMS of everybody at all hours. */

/** Some parameters of a query. */
type Parameters = Readonly<Record<string, unknown>>

/** Days from the first to the one before the last. */
interface Period {
  readonly start_date: string
  readonly end_date: string
}

const periodFrom = (start: number, days: number): Period => ({
  start_date: addDays(FIRST_DAY, start),
  end_date: addDays(FIRST_DAY, start + days),
})

export const FORTNIGHT = periodFrom(0, DAYS)
export const FIRST_WEEK = periodFrom(0, 7)
export const SECOND_WEEK = periodFrom(7, 7)
/** Three spans in a row that make up the fortnight. */
export const SPANS = [periodFrom(0, 5), periodFrom(5, 5), periodFrom(10, 4)]

export const DISTRICTS = { aggregation_unit: 'admin3' }
export const EVERYBODY = { event_types: null, subscriber_subset: null }
export const ALL_HOURS = { ...EVERYBODY, hours: null }

/** Located events of a period, by district. */
export const located = (period: Period): Parameters => ({ ...period, ...DISTRICTS, ...ALL_HOURS })

/** Where a subscriber was on a day. */
export const dailyLocation = (date: string, changes: Parameters = {}): QuerySpec => ({
  query_kind: 'daily_location',
  date,
  method: 'last',
  ...DISTRICTS,
  ...ALL_HOURS,
  ...changes,
})

const dailyLocations = ({ start_date, end_date }: Period) =>
  daysBetween(start_date, end_date).map(date => dailyLocation(date))

/** Where a subscriber was on most days. */
export const modalLocation = (period: Period): QuerySpec => ({
  query_kind: 'modal_location',
  locations: dailyLocations(period),
})

/** All places where a subscriber was. */
export const uniqueLocations = (period: Period): QuerySpec => ({
  query_kind: 'unique_locations',
  ...located(period),
})

/** The place of more than half of the days. */
export const majorityLocation = (period: Period, changes: Parameters = {}): QuerySpec => ({
  query_kind: 'majority_location',
  subscriber_location_weights: visitsOf(period),
  ...changes,
})

const visitsOf = (period: Period): QuerySpec => ({
  query_kind: 'location_visits',
  locations: dailyLocations(period),
})

/** The place of more than half of at least four days, or else that of most of the days that there are. */
export const coalescedLocation = (period: Period): QuerySpec => ({
  query_kind: 'coalesced_location',
  preferred_location: majorityLocation(period, { minimum_total_weight: 4, include_unlocatable: true }),
  fallback_location: majorityLocation(period),
  subscriber_location_weights: visitsOf(period),
  weight_threshold: 2,
})

/** Who has stayed and who has moved, from period to period. */
export const mobility = (periods: readonly Period[]): QuerySpec => ({
  query_kind: 'mobility_classification',
  locations: periods.map(coalescedLocation),
  stay_length_threshold: periods.length,
})

/** How many are at each place. */
export const counted = (locations: QuerySpec): QuerySpec => ({ query_kind: 'spatial_aggregate', locations })

/** How many have which value, between some edges. */
export const histogram = (metric: QuerySpec, edges: readonly number[]): QuerySpec => ({
  query_kind: 'histogram_aggregate',
  metric,
  bins: { bin_list: edges },
})

/** How many whose home is a district were active there. */
export const activeAtHome = (home: Period, active: Period): QuerySpec => ({
  query_kind: 'active_at_reference_location_counts',
  unique_locations: uniqueLocations(active),
  reference_locations: modalLocation(home),
})

const square = (west: number, south: number, east: number, north: number) => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ],
  ],
})

/** Homes, where people are at night and at weekends, and places of work. */
export const HOMES_AND_WORK = {
  ...DISTRICTS,
  ...EVERYBODY,
  labels: { home: square(0.01, -1.1, 1.1, 1.1), work: square(-1.1, -1.1, -0.01, 1.1) },
  tower_hour_of_day_scores: Array.from({ length: 24 }, (_, hour) => (hour < 8 || hour > 18 ? 1 : -1)),
  tower_day_of_week_scores: {
    monday: -1,
    tuesday: -1,
    wednesday: -1,
    thursday: -1,
    friday: -0.5,
    saturday: 1,
    sunday: 1,
  },
}
