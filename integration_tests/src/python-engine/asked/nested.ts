import { dailyLocation, modalLocation } from '../../harness/questions.ts'
import {
  ADMIN1,
  ADMIN2,
  ADMIN3,
  brand,
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
  majority,
  metric,
  mobility,
  movement,
  POSITIONS,
  periods,
  radius,
  region,
  type Spec,
  THREE_DAYS,
  visited,
  WEEK,
} from './parts.ts'

const displaced = (statistic: string) =>
  metric('displacement', {
    statistic,
    reference_location: { ...dailyLocation('2016-01-01'), ...POSITIONS },
  })

/** What is asked of each kind that stands inside others, through one of these. */
export const NESTED: Readonly<Record<string, readonly Spec[]>> = {
  coalesced_location: [
    counted(coalesced()),
    counted(coalesced(ADMIN2, LATER_DATES)),
    counted(coalesced(ADMIN1, DATES, 3)),
  ],
  daily_location: [
    counted(later),
    counted(dailyLocation('2016-01-02', { ...ADMIN1, method: 'most-common' })),
    counted({ ...dailyLocation('2016-01-07', DAYTIME), ...POSITIONS }),
  ],
  displacement: [
    histogram(displaced('avg'), [0, 5, 20, 50, 100, 1000]),
    joined(displaced('max'), 'avg', home),
    joined(displaced('stddev'), 'median'),
  ],
  event_count: [
    histogram(metric('event_count', { direction: 'in' }), [0, 5, 10, 20, 40, 200]),
    joined(metric('event_count', { direction: 'out', ...DAYTIME }), 'sum'),
    joined(metric('event_count', { event_types: ['mds'] }), 'avg', home),
  ],
  handset: [
    joined(brand, 'distr', home),
    joined(metric('handset', { characteristic: 'hnd_type', method: 'last' }), 'distr'),
    joined(brand, 'mode'),
  ],
  location_visits: [
    counted(majority()),
    counted(majority(ADMIN2, {}, LATER_DATES)),
    counted(majority(ADMIN1, { include_unlocatable: true })),
  ],
  majority_location: [
    counted(majority(ADMIN3, { minimum_total_weight: 3 })),
    counted(majority(ADMIN2, { include_unlocatable: true })),
    counted(majority(ADMIN1, { minimum_total_weight: 2 }, LATER_DATES)),
  ],
  mobility_classification: [
    {
      query_kind: 'labelled_spatial_aggregate',
      locations: coalesced({ aggregation_unit: 'admin0' }),
      labels: mobility(ADMIN3, 1),
    },
    { query_kind: 'labelled_spatial_aggregate', locations: coalesced(ADMIN1), labels: mobility(ADMIN3, 3) },
    { query_kind: 'labelled_spatial_aggregate', locations: coalesced(ADMIN1), labels: mobility(ADMIN1, 1) },
  ],
  modal_location: [
    counted(modalLocation(LATER_DATES)),
    counted(modalLocation(DATES, ADMIN2)),
    counted(modalLocation(LATER_DATES, { ...ADMIN1, ...DAYTIME })),
  ],
  most_frequent_location: [
    counted({ query_kind: 'most_frequent_location', ...WEEK, ...ADMIN3 }),
    counted({ query_kind: 'most_frequent_location', ...WEEK, ...ADMIN2, ...DAYTIME }),
    counted({ query_kind: 'most_frequent_location', ...THREE_DAYS, ...ADMIN1 }),
  ],
  nocturnal_events: [
    histogram(
      metric('nocturnal_events', { night_hours: { start_hour: 20, end_hour: 6 } }),
      [0, 10, 25, 50, 75, 101],
    ),
    histogram(
      metric('nocturnal_events', { night_hours: { start_hour: 1, end_hour: 5 } }),
      [0, 10, 25, 50, 75, 101],
    ),
    joined(metric('nocturnal_events', { night_hours: { start_hour: 22, end_hour: 4 } }), 'avg'),
  ],
  pareto_interactions: [
    joined(metric('pareto_interactions', { proportion: 0.5 }), 'avg'),
    joined(metric('pareto_interactions', { proportion: 0.8 }), 'median'),
    joined(metric('pareto_interactions', { proportion: 0.2, ...THREE_DAYS }), 'avg'),
  ],
  radius_of_gyration: [
    histogram(metric('radius_of_gyration', DAY), [0, 5, 20, 50, 100, 1000]),
    joined(radius, 'avg', home),
    joined(metric('radius_of_gyration', { ...THREE_DAYS, event_types: ['calls'] }), 'median'),
  ],
  subscriber_degree: [
    histogram(metric('subscriber_degree', { direction: 'in' }), [0, 2, 5, 10, 20, 100]),
    joined(metric('subscriber_degree', { direction: 'both' }), 'avg', home),
    joined(metric('subscriber_degree', { direction: 'out', ...THREE_DAYS }), 'sum'),
  ],
  topup_amount: [
    joined(metric('topup_amount', { statistic: 'sum' }), 'avg'),
    joined(metric('topup_amount', { statistic: 'avg' }), 'avg'),
    joined(metric('topup_amount', { statistic: 'max', ...THREE_DAYS }), 'sum'),
  ],
  topup_balance: ['sum', 'median', 'mode', 'max'].map(statistic =>
    joined(metric('topup_balance', { statistic }), 'avg'),
  ),
  total_active_periods: [
    histogram({ query_kind: 'total_active_periods', ...periods(7) }, [0, 2, 4, 6, 8]),
    joined({ query_kind: 'total_active_periods', ...periods(6, HALF_DAYS) }, 'avg'),
    joined({ query_kind: 'total_active_periods', ...periods(7, { event_types: ['sms'] }) }, 'sum', home),
  ],
  unique_location_counts: [
    joined(metric('unique_location_counts', ADMIN3), 'avg'),
    joined(metric('unique_location_counts', { ...ADMIN1, ...DAYTIME }), 'sum'),
    joined(metric('unique_location_counts', POSITIONS), 'avg', home),
  ],
  unique_locations: [
    { query_kind: 'unmoving_counts', locations: visited(ADMIN2, DAY) },
    { query_kind: 'unmoving_counts', locations: visited(ADMIN3, { ...THREE_DAYS, ...DAYTIME }) },
    { query_kind: 'flows', ...movement(visited(ADMIN1, DAY), region('2016-01-05'), 'inner') },
  ],
  visited_most_days: [
    counted({ query_kind: 'visited_most_days', ...WEEK, ...ADMIN3 }),
    counted({ query_kind: 'visited_most_days', ...THREE_DAYS, ...ADMIN2 }),
    counted({ query_kind: 'visited_most_days', ...WEEK, ...ADMIN1, ...DAYTIME }),
  ],
}
