import { dailyLocation, modalLocation } from '../../harness/questions.ts'
import {
  ADMIN1,
  ADMIN2,
  ADMIN3,
  clusters,
  coalesced,
  counted,
  DATES,
  DAY,
  DAYTIME,
  HALF_DAYS,
  histogram,
  home,
  joined,
  LATER_DATES,
  later,
  metric,
  mobility,
  movement,
  objects,
  POSITIONS,
  periods,
  radius,
  region,
  residents,
  type Spec,
  seen,
  THREE_DAYS,
  visited,
  WEEK,
} from './parts.ts'

/** What is asked of each kind that may be asked for. */
export const TOP_LEVEL: Readonly<Record<string, readonly Spec[]>> = {
  active_at_reference_location_counts: [
    residents(),
    residents(ADMIN2, DAYTIME, modalLocation(DATES, ADMIN2)),
    residents(ADMIN3, { ...DAY, event_types: ['calls'] }),
  ],
  aggregate_network_objects: [
    {
      query_kind: 'aggregate_network_objects',
      total_network_objects: objects('hour'),
      statistic: 'avg',
      aggregate_by: 'day',
    },
    {
      query_kind: 'aggregate_network_objects',
      total_network_objects: objects('hour', { ...ADMIN2, ...DAY }),
      statistic: 'max',
      aggregate_by: 'day',
    },
    {
      query_kind: 'aggregate_network_objects',
      total_network_objects: objects('day', ADMIN1),
      statistic: 'median',
      aggregate_by: 'month',
    },
  ],
  calendar_activity: [
    { query_kind: 'calendar_activity', ...periods(3) },
    { query_kind: 'calendar_activity', ...periods(2, HALF_DAYS) },
    { query_kind: 'calendar_activity', ...periods(4, { event_types: ['sms'] }) },
  ],
  consecutive_trips_od_matrix: [
    { query_kind: 'consecutive_trips_od_matrix', ...WEEK, ...ADMIN3 },
    { query_kind: 'consecutive_trips_od_matrix', ...THREE_DAYS, ...ADMIN2, ...DAYTIME },
    { query_kind: 'consecutive_trips_od_matrix', ...DAY, ...POSITIONS, event_types: ['calls'] },
  ],
  dfs_metric_total_amount: [
    {
      query_kind: 'dfs_metric_total_amount',
      start_date: '2016-01-01',
      end_date: '2016-01-07',
      metric: 'fee',
      ...ADMIN3,
    },
    {
      query_kind: 'dfs_metric_total_amount',
      start_date: '2016-01-02',
      end_date: '2016-01-04',
      metric: 'amount',
      ...ADMIN2,
    },
    {
      query_kind: 'dfs_metric_total_amount',
      start_date: '2016-01-03',
      end_date: '2016-01-03',
      metric: 'commission',
      ...ADMIN1,
    },
  ],
  flows: [
    { query_kind: 'flows', ...movement(home, later, 'inner') },
    { query_kind: 'flows', ...movement(region('2016-01-01'), region('2016-01-06'), 'full outer') },
    { query_kind: 'flows', ...movement(visited(ADMIN2, DAY), visited(ADMIN2, THREE_DAYS), 'left outer') },
  ],
  histogram_aggregate: [
    histogram(radius, [0, 5, 20, 50, 100, 1000]),
    {
      ...histogram(metric('event_count'), []),
      bins: { n_bins: 5 },
      range: { lower_bound: 0, upper_bound: 50 },
    },
    histogram(metric('unique_location_counts', ADMIN2), [1, 2, 3, 4, 8], {
      range: { lower_bound: 1, upper_bound: 4 },
    }),
  ],
  inflows: [
    { query_kind: 'inflows', ...movement(home, later, 'inner') },
    { query_kind: 'inflows', ...movement(region('2016-01-02'), region('2016-01-05'), 'full outer') },
    { query_kind: 'inflows', ...movement(visited(ADMIN2, DAY), visited(ADMIN2, THREE_DAYS), 'inner') },
  ],
  joined_spatial_aggregate: [
    joined(radius, 'avg'),
    joined(metric('event_count'), 'sum', home),
    joined(metric('event_count'), 'median'),
    joined(metric('unique_location_counts', ADMIN3), 'stddev'),
  ],
  labelled_flows: [
    {
      query_kind: 'labelled_flows',
      ...movement(coalesced(), coalesced(ADMIN3, LATER_DATES), 'inner'),
      labels: mobility(ADMIN3, 2),
    },
    {
      query_kind: 'labelled_flows',
      ...movement(coalesced(ADMIN2), coalesced(ADMIN2, LATER_DATES), 'inner'),
      labels: mobility(ADMIN2, 1),
    },
    {
      query_kind: 'labelled_flows',
      ...movement(coalesced(ADMIN1), coalesced(ADMIN1, LATER_DATES), 'full outer'),
      labels: mobility(ADMIN1, 2),
    },
  ],
  labelled_spatial_aggregate: [
    { query_kind: 'labelled_spatial_aggregate', locations: coalesced(), labels: mobility(ADMIN3, 2) },
    { query_kind: 'labelled_spatial_aggregate', locations: coalesced(ADMIN2), labels: mobility(ADMIN2, 1) },
    {
      query_kind: 'labelled_spatial_aggregate',
      locations: coalesced(ADMIN1, LATER_DATES),
      labels: mobility(ADMIN1, 2),
    },
  ],
  localised_calendar_activity: [
    { query_kind: 'localised_calendar_activity', ...periods(2), reference_location: home },
    {
      query_kind: 'localised_calendar_activity',
      ...periods(2, HALF_DAYS),
      reference_location: region('2016-01-01'),
    },
    {
      query_kind: 'localised_calendar_activity',
      ...periods(3, { event_types: ['calls'] }),
      reference_location: region('2016-01-03'),
    },
  ],
  location_event_counts: [
    { query_kind: 'location_event_counts', ...WEEK, ...ADMIN3, interval: 'day', direction: 'both' },
    { query_kind: 'location_event_counts', ...DAY, ...ADMIN2, interval: 'hour', direction: 'out' },
    {
      query_kind: 'location_event_counts',
      ...THREE_DAYS,
      ...ADMIN1,
      ...DAYTIME,
      interval: 'min',
      direction: 'both',
      event_types: ['mds'],
    },
  ],
  location_introversion: [
    { query_kind: 'location_introversion', ...WEEK, ...ADMIN3, direction: 'both' },
    { query_kind: 'location_introversion', ...WEEK, ...ADMIN1, direction: 'in' },
    { query_kind: 'location_introversion', ...THREE_DAYS, ...ADMIN2, direction: 'out' },
  ],
  meaningful_locations_aggregate: [
    { query_kind: 'meaningful_locations_aggregate', label: 'evening', ...WEEK, ...clusters(ADMIN3) },
    { query_kind: 'meaningful_locations_aggregate', label: 'day', ...THREE_DAYS, ...clusters(ADMIN2) },
    {
      query_kind: 'meaningful_locations_aggregate',
      label: 'unknown',
      ...WEEK,
      ...clusters(ADMIN1, { tower_cluster_radius: 20, tower_cluster_call_threshold: 2 }),
    },
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
    {
      query_kind: 'meaningful_locations_between_dates_od_matrix',
      label: 'day',
      start_date_a: '2016-01-01',
      end_date_a: '2016-01-03',
      start_date_b: '2016-01-05',
      end_date_b: '2016-01-08',
      ...clusters(ADMIN1),
    },
    {
      query_kind: 'meaningful_locations_between_dates_od_matrix',
      label: 'evening',
      start_date_a: '2016-01-01',
      end_date_a: '2016-01-05',
      start_date_b: '2016-01-03',
      end_date_b: '2016-01-08',
      ...clusters(ADMIN2, { tower_cluster_radius: 10 }),
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
    {
      query_kind: 'meaningful_locations_between_label_od_matrix',
      label_a: 'day',
      label_b: 'evening',
      ...THREE_DAYS,
      ...clusters(ADMIN1),
    },
    {
      query_kind: 'meaningful_locations_between_label_od_matrix',
      label_a: 'evening',
      label_b: 'unknown',
      ...WEEK,
      ...clusters(ADMIN2, { tower_cluster_radius: 10, tower_cluster_call_threshold: 2 }),
    },
  ],
  outflows: [
    { query_kind: 'outflows', ...movement(home, later, 'inner') },
    { query_kind: 'outflows', ...movement(region('2016-01-02'), region('2016-01-05'), 'full outer') },
    { query_kind: 'outflows', ...movement(visited(ADMIN2, DAY), visited(ADMIN2, THREE_DAYS), 'inner') },
  ],
  spatial_aggregate: [
    counted(home),
    counted(dailyLocation('2016-01-04', { ...ADMIN2, ...DAYTIME })),
    counted({ ...dailyLocation('2016-01-02'), ...POSITIONS }),
  ],
  total_network_objects: [
    objects('day'),
    objects('hour', { ...ADMIN2, ...DAY }),
    objects('month', { ...ADMIN1, event_types: ['mds'] }),
  ],
  trips_od_matrix: [
    { query_kind: 'trips_od_matrix', ...WEEK, ...ADMIN3 },
    { query_kind: 'trips_od_matrix', ...THREE_DAYS, ...POSITIONS },
    { query_kind: 'trips_od_matrix', ...WEEK, ...ADMIN2, ...DAYTIME, event_types: ['calls', 'sms', 'mds'] },
  ],
  unique_subscriber_counts: [
    seen(),
    seen(ADMIN2, { ...DAY, ...DAYTIME }),
    seen(POSITIONS, { event_types: ['mds'] }),
  ],
  unique_visitor_counts: [
    {
      query_kind: 'unique_visitor_counts',
      active_at_reference_location_counts: residents(),
      unique_subscriber_counts: seen(),
    },
    {
      query_kind: 'unique_visitor_counts',
      active_at_reference_location_counts: residents(ADMIN2, {}, modalLocation(DATES, ADMIN2)),
      unique_subscriber_counts: seen(ADMIN2),
    },
    {
      query_kind: 'unique_visitor_counts',
      active_at_reference_location_counts: residents(ADMIN1, DAY, region('2016-01-01')),
      unique_subscriber_counts: seen(ADMIN1, DAY),
    },
  ],
  unmoving_at_reference_location_counts: [
    {
      query_kind: 'unmoving_at_reference_location_counts',
      locations: visited(ADMIN3, DAY),
      reference_locations: home,
    },
    {
      query_kind: 'unmoving_at_reference_location_counts',
      locations: visited(ADMIN1, THREE_DAYS),
      reference_locations: region('2016-01-01'),
    },
    {
      query_kind: 'unmoving_at_reference_location_counts',
      locations: visited(ADMIN2, { ...DAY, ...DAYTIME }),
      reference_locations: modalLocation(DATES, ADMIN2),
    },
  ],
  unmoving_counts: [
    { query_kind: 'unmoving_counts', locations: visited(ADMIN3, DAY) },
    { query_kind: 'unmoving_counts', locations: visited(ADMIN1, THREE_DAYS) },
    { query_kind: 'unmoving_counts', locations: visited(POSITIONS, { ...DAY, event_types: ['sms'] }) },
  ],
}
