import { dailyLocation, modalLocation } from '../harness/questions.ts'

/** A question that both engines are asked. */
export interface ParameterSet {
  /** The kind that it shows, and a number. */
  readonly name: string
  readonly kind: string
  readonly spec: Readonly<Record<string, unknown>>
  /** The entries of `docs/differences.md` that say why the answers differ; none where they are the same. */
  readonly explained: readonly string[]
}

type Spec = Readonly<Record<string, unknown>>

const WEEK = { start_date: '2016-01-01', end_date: '2016-01-08' }
const THREE_DAYS = { start_date: '2016-01-02', end_date: '2016-01-05' }
const DAY = { start_date: '2016-01-03', end_date: '2016-01-04' }
const ADMIN1 = { aggregation_unit: 'admin1' } as const
const ADMIN2 = { aggregation_unit: 'admin2' } as const
const ADMIN3 = { aggregation_unit: 'admin3' } as const
const POSITIONS = { aggregation_unit: 'lon-lat' }

const DATES = ['2016-01-01', '2016-01-02', '2016-01-03']
const home = modalLocation(DATES)
const later = dailyLocation('2016-01-05')
const region = (date: string) => dailyLocation(date, ADMIN1)

const visits = (unit: object = ADMIN3, dates: readonly string[] = DATES) => ({
  query_kind: 'location_visits',
  locations: dates.map(date => ({ ...dailyLocation(date), ...unit })),
})
const majority = (unit: object = ADMIN3, changes: object = {}, dates: readonly string[] = DATES) => ({
  query_kind: 'majority_location',
  subscriber_location_weights: visits(unit, dates),
  include_unlocatable: false,
  ...changes,
})
const coalesced = (unit: object = ADMIN3, dates: readonly string[] = DATES, weight_threshold = 1) => ({
  query_kind: 'coalesced_location',
  preferred_location: majority(unit, { minimum_total_weight: 3, include_unlocatable: true }, dates),
  fallback_location: majority(unit, { include_unlocatable: true }, dates),
  subscriber_location_weights: visits(unit, dates),
  weight_threshold,
})
const LATER_DATES = ['2016-01-04', '2016-01-05', '2016-01-06']
const mobility = (unit: object, stay_length_threshold: number) => ({
  query_kind: 'mobility_classification',
  locations: [coalesced(unit), coalesced(unit, LATER_DATES)],
  stay_length_threshold,
})

const visited = (unit: object = ADMIN3, changes: object = {}) => ({
  query_kind: 'unique_locations',
  ...WEEK,
  ...unit,
  ...changes,
})
const residents = (unit: object = ADMIN3, changes: object = {}, reference: object = home) => ({
  query_kind: 'active_at_reference_location_counts',
  unique_locations: visited(unit, changes),
  reference_locations: reference,
})
const seen = (unit: object = ADMIN3, changes: object = {}) => ({
  query_kind: 'unique_subscriber_counts',
  ...WEEK,
  ...unit,
  ...changes,
})
const objects = (total_by: string, changes: object = {}) => ({
  query_kind: 'total_network_objects',
  ...WEEK,
  ...ADMIN3,
  total_by,
  ...changes,
})
const metric = (query_kind: string, changes: object = {}) => ({ query_kind, ...WEEK, ...changes })
const radius = metric('radius_of_gyration')
const brand = metric('handset', { characteristic: 'brand', method: 'most-common' })
const counted = (locations: object) => ({ query_kind: 'spatial_aggregate', locations })
const joined = (measured: object, method: string, locations: object = region('2016-01-01')) => ({
  query_kind: 'joined_spatial_aggregate',
  locations,
  metric: measured,
  method,
})
const histogram = (measured: object, bins: readonly number[], changes: object = {}) => ({
  query_kind: 'histogram_aggregate',
  metric: measured,
  bins: { bin_list: bins },
  ...changes,
})
const periods = (total_periods: number, changes: object = {}) => ({
  start_date: '2016-01-01',
  total_periods,
  ...changes,
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
const clusters = (unit: object, changes: object = {}) => ({
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

const movement = (from_location: object, to_location: object, join_type: string) => ({
  from_location,
  to_location,
  join_type,
})

/** What is asked of each kind; at the top level, and of parts through the kinds that they stand in. */
const ASKED: Readonly<Record<string, readonly Spec[]>> = {
  active_at_reference_location_counts: [residents()],
  aggregate_network_objects: [
    {
      query_kind: 'aggregate_network_objects',
      total_network_objects: objects('hour'),
      statistic: 'avg',
      aggregate_by: 'day',
    },
  ],
  calendar_activity: [{ query_kind: 'calendar_activity', ...periods(3) }],
  consecutive_trips_od_matrix: [{ query_kind: 'consecutive_trips_od_matrix', ...WEEK, ...ADMIN3 }],
  dfs_metric_total_amount: [
    {
      query_kind: 'dfs_metric_total_amount',
      start_date: '2016-01-01',
      end_date: '2016-01-07',
      metric: 'fee',
      ...ADMIN3,
    },
  ],
  flows: [{ query_kind: 'flows', ...movement(home, later, 'inner') }],
  histogram_aggregate: [histogram(radius, [0, 5, 20, 50, 100, 1000])],
  inflows: [{ query_kind: 'inflows', ...movement(home, later, 'inner') }],
  joined_spatial_aggregate: [joined(radius, 'avg')],
  labelled_flows: [
    {
      query_kind: 'labelled_flows',
      ...movement(coalesced(), coalesced(ADMIN3, LATER_DATES), 'inner'),
      labels: mobility(ADMIN3, 2),
    },
  ],
  labelled_spatial_aggregate: [
    { query_kind: 'labelled_spatial_aggregate', locations: coalesced(), labels: mobility(ADMIN3, 2) },
  ],
  localised_calendar_activity: [
    { query_kind: 'localised_calendar_activity', ...periods(2), reference_location: home },
  ],
  location_event_counts: [
    { query_kind: 'location_event_counts', ...WEEK, ...ADMIN3, interval: 'day', direction: 'both' },
  ],
  location_introversion: [{ query_kind: 'location_introversion', ...WEEK, ...ADMIN3, direction: 'both' }],
  meaningful_locations_aggregate: [
    { query_kind: 'meaningful_locations_aggregate', label: 'evening', ...WEEK, ...clusters(ADMIN3) },
  ],
  meaningful_locations_between_dates_od_matrix: [
    {
      query_kind: 'meaningful_locations_between_dates_od_matrix',
      label: 'evening',
      start_date_a: '2016-01-01',
      end_date_a: '2016-01-04',
      start_date_b: '2016-01-04',
      end_date_b: '2016-01-08',
      ...clusters(ADMIN3),
    },
  ],
  meaningful_locations_between_label_od_matrix: [
    {
      query_kind: 'meaningful_locations_between_label_od_matrix',
      label_a: 'evening',
      label_b: 'day',
      ...WEEK,
      ...clusters(ADMIN3),
    },
  ],
  outflows: [{ query_kind: 'outflows', ...movement(home, later, 'inner') }],
  spatial_aggregate: [counted(home)],
  total_network_objects: [objects('day')],
  trips_od_matrix: [
    { query_kind: 'trips_od_matrix', ...WEEK, ...ADMIN3 },
    { query_kind: 'trips_od_matrix', ...THREE_DAYS, ...POSITIONS },
  ],
  unique_subscriber_counts: [seen()],
  unique_visitor_counts: [
    {
      query_kind: 'unique_visitor_counts',
      active_at_reference_location_counts: residents(),
      unique_subscriber_counts: seen(),
    },
  ],
  unmoving_at_reference_location_counts: [
    {
      query_kind: 'unmoving_at_reference_location_counts',
      locations: visited(ADMIN3, DAY),
      reference_locations: home,
    },
  ],
  unmoving_counts: [{ query_kind: 'unmoving_counts', locations: visited(ADMIN3, DAY) }],
  coalesced_location: [counted(coalesced())],
  daily_location: [counted(later)],
  displacement: [
    histogram(
      metric('displacement', {
        statistic: 'avg',
        reference_location: { ...dailyLocation('2016-01-01'), ...POSITIONS },
      }),
      [0, 5, 20, 50, 100, 1000],
    ),
  ],
  event_count: [histogram(metric('event_count', { direction: 'in' }), [0, 5, 10, 20, 40, 200])],
  handset: [joined(brand, 'distr', home)],
  location_visits: [counted(majority())],
  majority_location: [counted(majority(ADMIN3, { minimum_total_weight: 3 }))],
  mobility_classification: [
    {
      query_kind: 'labelled_spatial_aggregate',
      locations: coalesced({ aggregation_unit: 'admin0' }),
      labels: mobility(ADMIN3, 1),
    },
  ],
  modal_location: [counted(modalLocation(LATER_DATES))],
  most_frequent_location: [counted({ query_kind: 'most_frequent_location', ...WEEK, ...ADMIN3 })],
  nocturnal_events: [
    histogram(
      metric('nocturnal_events', { night_hours: { start_hour: 20, end_hour: 6 } }),
      [0, 10, 25, 50, 75, 101],
    ),
    histogram(
      metric('nocturnal_events', { night_hours: { start_hour: 1, end_hour: 5 } }),
      [0, 10, 25, 50, 75, 101],
    ),
  ],
  pareto_interactions: [joined(metric('pareto_interactions', { proportion: 0.5 }), 'avg')],
  radius_of_gyration: [histogram(metric('radius_of_gyration', DAY), [0, 5, 20, 50, 100, 1000])],
  subscriber_degree: [histogram(metric('subscriber_degree', { direction: 'in' }), [0, 2, 5, 10, 20, 100])],
  topup_amount: [joined(metric('topup_amount', { statistic: 'sum' }), 'avg')],
  topup_balance: ['sum', 'median', 'mode', 'max'].map(statistic =>
    joined(metric('topup_balance', { statistic }), 'avg'),
  ),
  total_active_periods: [histogram({ query_kind: 'total_active_periods', ...periods(7) }, [0, 2, 4, 6, 8])],
  unique_location_counts: [joined(metric('unique_location_counts', ADMIN3), 'avg')],
  unique_locations: [{ query_kind: 'unmoving_counts', locations: visited(ADMIN2, DAY) }],
  visited_most_days: [counted({ query_kind: 'visited_most_days', ...WEEK, ...ADMIN3 })],
}

/** Why answers differ, by the names of the questions. */
const EXPLAINED: Readonly<Record<string, readonly string[]>> = {
  'aggregate_network_objects 1': ['network-objects-statistics'],
  'dfs_metric_total_amount 1': ['mobile-money-release'],
  'histogram_aggregate 1': ['empty-bins', 'bins-release'],
  'localised_calendar_activity 1': ['inactive-labels'],
  'location_introversion 1': ['introversion-release'],
  'meaningful_locations_between_dates_od_matrix 1': ['meaningful-dates-release'],
  'meaningful_locations_between_label_od_matrix 1': ['meaningful-labels-release'],
  'total_network_objects 1': ['network-objects-release'],
  'unique_visitor_counts 1': ['visitors-release'],
  'displacement 1': ['bins-release'],
  'handset 1': ['joined-shares'],
  'most_frequent_location 1': ['frequent-location-ties'],
  'nocturnal_events 1': ['empty-bins', 'bins-release'],
  'nocturnal_events 2': ['night-hours', 'empty-bins', 'bins-release'],
  'pareto_interactions 1': ['own-contacts'],
  'radius_of_gyration 1': ['empty-bins', 'bins-release'],
  'subscriber_degree 1': ['bins-release'],
  'topup_balance 2': ['balance-median'],
  'topup_balance 3': ['balance-mode'],
  'total_active_periods 1': ['empty-bins', 'bins-release'],
  'visited_most_days 1': ['visited-most-days'],
}

/** All of the questions, in the order of the kinds. */
export const SETS: readonly ParameterSet[] = Object.entries(ASKED).flatMap(([kind, asked]) =>
  asked.map((spec, index) => {
    const name = `${kind} ${index + 1}`
    return { name, kind, spec, explained: EXPLAINED[name] ?? [] }
  }),
)
