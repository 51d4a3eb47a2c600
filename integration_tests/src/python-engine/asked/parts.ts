import { dailyLocation, modalLocation } from '../../harness/questions.ts'

/** What the questions to both engines are made of. */

/** A query as people write it. */
export type Spec = Readonly<Record<string, unknown>>

export const WEEK = { start_date: '2016-01-01', end_date: '2016-01-08' }
export const THREE_DAYS = { start_date: '2016-01-02', end_date: '2016-01-05' }
export const DAY = { start_date: '2016-01-03', end_date: '2016-01-04' }
export const ADMIN1 = { aggregation_unit: 'admin1' } as const
export const ADMIN2 = { aggregation_unit: 'admin2' } as const
export const ADMIN3 = { aggregation_unit: 'admin3' } as const
export const POSITIONS = { aggregation_unit: 'lon-lat' }

export const DAYTIME = { hours: { start_hour: 6, end_hour: 18 } }
export const HALF_DAYS = { period_length: 12, period_unit: 'hours' }

export const DATES = ['2016-01-01', '2016-01-02', '2016-01-03']
export const home = modalLocation(DATES)
export const later = dailyLocation('2016-01-05')
export const region = (date: string) => dailyLocation(date, ADMIN1)

export const visits = (unit: object = ADMIN3, dates: readonly string[] = DATES) => ({
  query_kind: 'location_visits',
  locations: dates.map(date => ({ ...dailyLocation(date), ...unit })),
})
export const majority = (unit: object = ADMIN3, changes: object = {}, dates: readonly string[] = DATES) => ({
  query_kind: 'majority_location',
  subscriber_location_weights: visits(unit, dates),
  include_unlocatable: false,
  ...changes,
})
export const coalesced = (unit: object = ADMIN3, dates: readonly string[] = DATES, weight_threshold = 1) => ({
  query_kind: 'coalesced_location',
  preferred_location: majority(unit, { minimum_total_weight: 3, include_unlocatable: true }, dates),
  fallback_location: majority(unit, { include_unlocatable: true }, dates),
  subscriber_location_weights: visits(unit, dates),
  weight_threshold,
})
export const LATER_DATES = ['2016-01-04', '2016-01-05', '2016-01-06']
export const mobility = (unit: object, stay_length_threshold: number) => ({
  query_kind: 'mobility_classification',
  locations: [coalesced(unit), coalesced(unit, LATER_DATES)],
  stay_length_threshold,
})

export const visited = (unit: object = ADMIN3, changes: object = {}) => ({
  query_kind: 'unique_locations',
  ...WEEK,
  ...unit,
  ...changes,
})
export const residents = (unit: object = ADMIN3, changes: object = {}, reference: object = home) => ({
  query_kind: 'active_at_reference_location_counts',
  unique_locations: visited(unit, changes),
  reference_locations: reference,
})
export const seen = (unit: object = ADMIN3, changes: object = {}) => ({
  query_kind: 'unique_subscriber_counts',
  ...WEEK,
  ...unit,
  ...changes,
})
export const objects = (total_by: string, changes: object = {}) => ({
  query_kind: 'total_network_objects',
  ...WEEK,
  ...ADMIN3,
  total_by,
  ...changes,
})
export const metric = (query_kind: string, changes: object = {}) => ({ query_kind, ...WEEK, ...changes })
export const radius = metric('radius_of_gyration')
export const brand = metric('handset', { characteristic: 'brand', method: 'most-common' })
export const counted = (locations: object) => ({ query_kind: 'spatial_aggregate', locations })
export const joined = (measured: object, method: string, locations: object = region('2016-01-01')) => ({
  query_kind: 'joined_spatial_aggregate',
  locations,
  metric: measured,
  method,
})
export const histogram = (measured: object, bins: readonly number[], changes: object = {}) => ({
  query_kind: 'histogram_aggregate',
  metric: measured,
  bins: { bin_list: bins },
  ...changes,
})
export const periods = (total_periods: number, changes: object = {}) => ({
  start_date: '2016-01-01',
  total_periods,
  ...changes,
})

export const square = (west: number, south: number, east: number, north: number) => ({
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
export const clusters = (unit: object, changes: object = {}) => ({
  ...unit,
  labels: { evening: square(0.05, -1.1, 1.1, 1.1), day: square(-1.1, -1.1, 0, 1.1) },
  tower_hour_of_day_scores: Array.from({ length: 24 }, (_, hour) => (hour < 7 || hour > 18 ? 1 : -1)),
  tower_day_of_week_scores: {
    monday: -1,
    tuesday: -1,
    wednesday: 0,
    thursday: 0,
    friday: -1,
    saturday: 1,
    sunday: 1,
  },
  tower_cluster_radius: 1,
  tower_cluster_call_threshold: 0,
  ...changes,
})

export const movement = (from_location: object, to_location: object, join_type: string) => ({
  from_location,
  to_location,
  join_type,
})
