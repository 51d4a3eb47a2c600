/** A query that shows a kind. */
export interface Example {
  /** The kind that is shown: the query's own, or that of a part. */
  readonly kind: string
  /** What tells it from other examples of its kind, where these are released by other rules. */
  readonly variant?: string
  readonly spec: Readonly<Record<string, unknown>>
}

const DISTRICTS = { aggregation_unit: 'admin3' }
const WEEK = { start_date: '2016-01-01', end_date: '2016-01-08' }
const DATES = ['2016-01-01', '2016-01-02', '2016-01-03']
const LATER_DATES = ['2016-01-05', '2016-01-06']

const day = (date: string, unit: object = DISTRICTS) => ({
  query_kind: 'daily_location',
  date,
  method: 'last',
  ...unit,
})
const home = { query_kind: 'modal_location', locations: DATES.map(date => day(date)) }
const majorityOf = (dates: readonly string[]) => ({
  query_kind: 'majority_location',
  subscriber_location_weights: { query_kind: 'location_visits', locations: dates.map(date => day(date)) },
  include_unlocatable: true,
})
const majority = majorityOf(DATES)
const coalescedOf = (dates: readonly string[]) => ({
  query_kind: 'coalesced_location',
  preferred_location: majorityOf(dates),
  fallback_location: { ...majorityOf(dates), minimum_total_weight: 1 },
  subscriber_location_weights: majorityOf(dates).subscriber_location_weights,
  weight_threshold: 2,
})
const coalesced = coalescedOf(DATES)
const mobility = {
  query_kind: 'mobility_classification',
  locations: [coalesced],
  stay_length_threshold: 1,
}
// Parts that are as large themselves are shown with two days.
const before = coalescedOf(DATES.slice(0, 2))
const after = coalescedOf(LATER_DATES)
const moves = { query_kind: 'mobility_classification', locations: [before, after], stay_length_threshold: 1 }
const visited = { query_kind: 'unique_locations', ...WEEK, ...DISTRICTS }
const residents = {
  query_kind: 'active_at_reference_location_counts',
  unique_locations: visited,
  reference_locations: home,
}
const visitors = { query_kind: 'unique_subscriber_counts', ...WEEK, ...DISTRICTS }
const objects = { query_kind: 'total_network_objects', ...WEEK, ...DISTRICTS, total_by: 'hour' }
const periods = { start_date: '2016-01-01', total_periods: 7 }

const rectangle = (west: number, south: number, east: number, north: number) => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
    ],
  ],
})
// Where evenings and nights prevail it is home; where working hours on weekdays do, it is work.
const clusters = {
  labels: { home: rectangle(0, -1.1, 1.1, 1.1), work: rectangle(-1.1, -1.1, -0.1, 0.5) },
  tower_hour_of_day_scores: Array.from({ length: 24 }, (_, hour) => (hour < 7 || hour > 18 ? 1 : -1)),
  tower_day_of_week_scores: {
    monday: -1,
    tuesday: -1,
    wednesday: -1,
    thursday: -1,
    friday: -1,
    saturday: 1,
    sunday: 1,
  },
}

const counted = (locations: object) => ({ query_kind: 'spatial_aggregate', locations })
const histogram = (metric: object, bin_list = [0, 1, 2, 5, 10, 100]) => ({
  query_kind: 'histogram_aggregate',
  metric,
  bins: { bin_list },
})
const SHARES = [0, 0.2, 0.4, 0.6, 0.8, 1]
const joined = (metric: object, method: string) => ({
  query_kind: 'joined_spatial_aggregate',
  locations: home,
  metric,
  method,
})
const together = (metric: object, method: string) => ({ query_kind: 'metric_aggregate', metric, method })
const metric = (query_kind: string, parameters: object = {}) => ({ query_kind, ...WEEK, ...parameters })
const radius = metric('radius_of_gyration')
const brand = metric('handset', { characteristic: 'brand', method: 'most-common' })

/** At least one for each kind; the tests run them all. */
export const EXAMPLES: readonly Example[] = [
  { kind: 'active_at_reference_location_counts', spec: residents },
  {
    kind: 'aggregate_network_objects',
    spec: {
      query_kind: 'aggregate_network_objects',
      total_network_objects: objects,
      statistic: 'avg',
      aggregate_by: 'day',
    },
  },
  { kind: 'calendar_activity', spec: { query_kind: 'calendar_activity', ...periods } },
  {
    kind: 'consecutive_trips_od_matrix',
    spec: { query_kind: 'consecutive_trips_od_matrix', ...WEEK, ...DISTRICTS },
  },
  {
    kind: 'dfs_metric_total_amount',
    spec: {
      query_kind: 'dfs_metric_total_amount',
      start_date: '2016-01-01',
      end_date: '2016-01-07',
      metric: 'fee',
      ...DISTRICTS,
    },
  },
  {
    kind: 'dummy_query',
    spec: { query_kind: 'dummy_query', dummy_param: 'any text', ...DISTRICTS },
  },
  {
    kind: 'flows',
    spec: { query_kind: 'flows', from_location: home, to_location: day('2016-01-04'), join_type: 'inner' },
  },
  { kind: 'geography', spec: { query_kind: 'geography', ...DISTRICTS } },
  { kind: 'histogram_aggregate', spec: histogram(radius) },
  {
    kind: 'inflows',
    spec: { query_kind: 'inflows', from_location: home, to_location: day('2016-01-04'), join_type: 'inner' },
  },
  { kind: 'joined_spatial_aggregate', variant: 'averages and sums', spec: joined(radius, 'avg') },
  { kind: 'joined_spatial_aggregate', variant: 'counts', spec: joined(radius, 'count') },
  { kind: 'joined_spatial_aggregate', variant: 'medians', spec: joined(radius, 'median') },
  { kind: 'joined_spatial_aggregate', variant: 'modes', spec: joined(brand, 'mode') },
  { kind: 'joined_spatial_aggregate', variant: 'shares', spec: joined(brand, 'distr') },
  {
    kind: 'labelled_flows',
    spec: {
      query_kind: 'labelled_flows',
      from_location: before,
      to_location: after,
      labels: moves,
      join_type: 'inner',
    },
  },
  {
    kind: 'labelled_spatial_aggregate',
    spec: { query_kind: 'labelled_spatial_aggregate', locations: coalesced, labels: mobility },
  },
  {
    kind: 'localised_calendar_activity',
    spec: { query_kind: 'localised_calendar_activity', ...periods, reference_location: home },
  },
  {
    kind: 'location_event_counts',
    spec: { query_kind: 'location_event_counts', interval: 'hour', ...WEEK, ...DISTRICTS },
  },
  {
    kind: 'location_introversion',
    spec: { query_kind: 'location_introversion', ...WEEK, ...DISTRICTS, direction: 'out' },
  },
  {
    kind: 'meaningful_locations_aggregate',
    spec: {
      query_kind: 'meaningful_locations_aggregate',
      label: 'home',
      ...WEEK,
      ...DISTRICTS,
      ...clusters,
    },
  },
  {
    kind: 'meaningful_locations_between_dates_od_matrix',
    spec: {
      query_kind: 'meaningful_locations_between_dates_od_matrix',
      label: 'home',
      start_date_a: '2016-01-01',
      end_date_a: '2016-01-04',
      start_date_b: '2016-01-04',
      end_date_b: '2016-01-08',
      ...DISTRICTS,
      ...clusters,
    },
  },
  {
    kind: 'meaningful_locations_between_label_od_matrix',
    spec: {
      query_kind: 'meaningful_locations_between_label_od_matrix',
      label_a: 'home',
      label_b: 'work',
      ...WEEK,
      ...DISTRICTS,
      ...clusters,
    },
  },
  { kind: 'metric_aggregate', variant: 'averages and sums', spec: together(radius, 'avg') },
  { kind: 'metric_aggregate', variant: 'counts', spec: together(radius, 'count') },
  { kind: 'metric_aggregate', variant: 'medians', spec: together(radius, 'median') },
  { kind: 'metric_aggregate', variant: 'modes', spec: together(brand, 'mode') },
  { kind: 'metric_aggregate', variant: 'shares', spec: together(brand, 'distr') },
  {
    kind: 'outflows',
    spec: { query_kind: 'outflows', from_location: home, to_location: day('2016-01-04'), join_type: 'inner' },
  },
  { kind: 'spatial_aggregate', spec: counted(home) },
  { kind: 'total_network_objects', spec: objects },
  { kind: 'trips_od_matrix', spec: { query_kind: 'trips_od_matrix', ...WEEK, ...DISTRICTS } },
  { kind: 'unique_subscriber_counts', spec: visitors },
  {
    kind: 'unique_visitor_counts',
    spec: {
      query_kind: 'unique_visitor_counts',
      active_at_reference_location_counts: residents,
      unique_subscriber_counts: visitors,
    },
  },
  {
    kind: 'unmoving_at_reference_location_counts',
    spec: {
      query_kind: 'unmoving_at_reference_location_counts',
      locations: visited,
      reference_locations: home,
    },
  },
  { kind: 'unmoving_counts', spec: { query_kind: 'unmoving_counts', locations: visited } },

  { kind: 'coalesced_location', spec: counted(coalesced) },
  { kind: 'daily_location', spec: counted(day('2016-01-01')) },
  {
    kind: 'displacement',
    spec: histogram(
      metric('displacement', {
        statistic: 'avg',
        reference_location: day('2016-01-01', { aggregation_unit: 'lon-lat' }),
      }),
    ),
  },
  { kind: 'event_count', spec: histogram(metric('event_count', { direction: 'out' })) },
  { kind: 'handset', spec: joined(brand, 'distr') },
  { kind: 'location_visits', spec: counted(majority) },
  { kind: 'majority_location', spec: counted(majority) },
  {
    kind: 'mobility_classification',
    spec: { query_kind: 'labelled_spatial_aggregate', locations: coalesced, labels: mobility },
  },
  { kind: 'modal_location', spec: counted(home) },
  {
    kind: 'most_frequent_location',
    spec: counted({ query_kind: 'most_frequent_location', ...WEEK, ...DISTRICTS }),
  },
  {
    kind: 'nocturnal_events',
    spec: histogram(metric('nocturnal_events', { night_hours: { start_hour: 20, end_hour: 6 } }), SHARES),
  },
  {
    kind: 'pareto_interactions',
    spec: histogram(metric('pareto_interactions', { proportion: 0.8 }), SHARES),
  },
  { kind: 'radius_of_gyration', spec: histogram(radius) },
  { kind: 'subscriber_degree', spec: histogram(metric('subscriber_degree')) },
  { kind: 'topup_amount', spec: histogram(metric('topup_amount', { statistic: 'sum' })) },
  { kind: 'topup_balance', spec: histogram(metric('topup_balance', { statistic: 'avg' })) },
  { kind: 'total_active_periods', spec: histogram({ query_kind: 'total_active_periods', ...periods }) },
  { kind: 'unique_location_counts', spec: histogram(metric('unique_location_counts', DISTRICTS)) },
  {
    kind: 'unique_locations',
    spec: { query_kind: 'unmoving_counts', locations: visited },
  },
  {
    kind: 'visited_most_days',
    spec: counted({ query_kind: 'visited_most_days', ...WEEK, ...DISTRICTS }),
  },
]
