import { addDays } from '@flowkit/contract'
import { DAYS, FIRST_DAY } from '../flowdb/country.ts'
import type { QuerySpec } from '../flowdb/queries.ts'
import {
  ALL_HOURS,
  activeAtHome,
  coalescedLocation,
  counted,
  DISTRICTS,
  dailyLocation,
  EVERYBODY,
  FIRST_WEEK,
  FORTNIGHT,
  HOMES_AND_WORK,
  histogram,
  located,
  majorityLocation,
  mobility,
  modalLocation,
  SECOND_WEEK,
  SPANS,
  uniqueLocations,
} from './parts.ts'

/** A kind of query, and what is asked to measure it. */
export interface KindQuery {
  /** The kind: that of the query, or of a part of it when the kind is only a part of others. */
  readonly kind: string
  /** What is asked, in words. */
  readonly asks: string
  readonly spec: QuerySpec
  /** Why FlowKit runs nothing for it. */
  readonly notRun?: string
}

const FROM_HOME_TO_HOME = {
  from_location: modalLocation(FIRST_WEEK),
  to_location: modalLocation(SECOND_WEEK),
}
const OF_EVENTS = { ...FORTNIGHT, ...ALL_HOURS }
const EVENT_COUNT = { query_kind: 'event_count', ...OF_EVENTS, direction: 'both' }
const NETWORK = { query_kind: 'total_network_objects', ...located(FORTNIGHT) }
const SHARES = [0, 20, 40, 60, 80, 101]
const UNIQUE_SUBSCRIBERS = { query_kind: 'unique_subscriber_counts', ...located(FORTNIGHT) }
const TOPUPS = { ...FORTNIGHT, subscriber_subset: null, hours: null, statistic: 'avg' }

/** A query for every kind, with the parameters that an analyst would give it. */
export const KIND_QUERIES: readonly KindQuery[] = [
  {
    kind: 'spatial_aggregate',
    asks: 'how many were where, by their last location of a day',
    spec: counted(dailyLocation(FIRST_DAY)),
  },
  {
    kind: 'daily_location',
    asks: 'how many were where, by the location of most events of a day',
    spec: counted(dailyLocation(FIRST_DAY, { method: 'most-common' })),
  },
  {
    kind: 'modal_location',
    asks: 'how many live where: the last location of most of 14 days',
    spec: counted(modalLocation(FORTNIGHT)),
  },
  {
    kind: 'most_frequent_location',
    asks: 'how many had most events of 14 days where',
    spec: counted({ query_kind: 'most_frequent_location', ...located(FORTNIGHT) }),
  },
  {
    kind: 'visited_most_days',
    asks: 'how many were on most of 14 days where',
    spec: counted({ query_kind: 'visited_most_days', ...located(FORTNIGHT) }),
  },
  {
    kind: 'majority_location',
    asks: 'how many spent more than half of their days where, of 14',
    spec: counted(majorityLocation(FORTNIGHT)),
  },
  {
    kind: 'location_visits',
    asks: 'the same, of at least 10 days, and how many have no such place',
    spec: counted(majorityLocation(FORTNIGHT, { minimum_total_weight: 10, include_unlocatable: true })),
  },
  {
    kind: 'coalesced_location',
    asks: 'how many live where, by a strict rule or else a lenient one, over a week',
    spec: counted(coalescedLocation(FIRST_WEEK)),
  },
  {
    kind: 'flows',
    asks: 'how many moved from home to home, between two weeks',
    spec: { query_kind: 'flows', ...FROM_HOME_TO_HOME, join_type: 'inner' },
  },
  {
    kind: 'inflows',
    asks: 'how many came to each district, between two weeks',
    spec: { query_kind: 'inflows', ...FROM_HOME_TO_HOME, join_type: 'inner' },
  },
  {
    kind: 'outflows',
    asks: 'how many left each district, between two weeks',
    spec: { query_kind: 'outflows', ...FROM_HOME_TO_HOME, join_type: 'inner' },
  },
  {
    kind: 'unique_locations',
    asks: 'how many of each home were where in the week after',
    spec: {
      query_kind: 'flows',
      from_location: modalLocation(FIRST_WEEK),
      to_location: uniqueLocations(SECOND_WEEK),
      join_type: 'inner',
    },
  },
  {
    kind: 'unique_subscriber_counts',
    asks: 'how many were seen where, in 14 days',
    spec: UNIQUE_SUBSCRIBERS,
  },
  {
    kind: 'location_event_counts',
    asks: 'how many events there were where, by day, in 14 days',
    spec: {
      query_kind: 'location_event_counts',
      ...located(FORTNIGHT),
      interval: 'day',
      direction: 'both',
    },
  },
  {
    kind: 'active_at_reference_location_counts',
    asks: 'how many were seen at home, in the week after',
    spec: activeAtHome(FIRST_WEEK, SECOND_WEEK),
  },
  {
    kind: 'unique_visitor_counts',
    asks: 'how many were seen where who do not live there, in 14 days',
    spec: {
      query_kind: 'unique_visitor_counts',
      active_at_reference_location_counts: activeAtHome(FIRST_WEEK, FORTNIGHT),
      unique_subscriber_counts: UNIQUE_SUBSCRIBERS,
    },
  },
  {
    kind: 'unmoving_counts',
    asks: 'how many were nowhere else, in 14 days',
    spec: { query_kind: 'unmoving_counts', locations: uniqueLocations(FORTNIGHT) },
  },
  {
    kind: 'unmoving_at_reference_location_counts',
    asks: 'how many stayed at home, in the week after',
    spec: {
      query_kind: 'unmoving_at_reference_location_counts',
      locations: uniqueLocations(SECOND_WEEK),
      reference_locations: modalLocation(FIRST_WEEK),
    },
  },
  {
    kind: 'trips_od_matrix',
    asks: 'how many were in one district and later in another, in 14 days',
    spec: { query_kind: 'trips_od_matrix', ...located(FORTNIGHT) },
  },
  {
    kind: 'consecutive_trips_od_matrix',
    asks: 'how many went straight from one district to another, in 14 days',
    spec: { query_kind: 'consecutive_trips_od_matrix', ...located(FORTNIGHT) },
  },
  {
    kind: 'mobility_classification',
    asks: 'how many live where, by whether they moved in three spans of 14 days',
    spec: {
      query_kind: 'labelled_spatial_aggregate',
      locations: coalescedLocation(FIRST_WEEK),
      labels: mobility(SPANS),
    },
  },
  {
    kind: 'labelled_spatial_aggregate',
    asks: 'how many live where, by whether they moved between two weeks',
    spec: {
      query_kind: 'labelled_spatial_aggregate',
      locations: coalescedLocation(SECOND_WEEK),
      labels: mobility([FIRST_WEEK, SECOND_WEEK]),
    },
  },
  {
    kind: 'labelled_flows',
    asks: 'how many moved from home to home, by whether they moved, between two weeks',
    spec: {
      query_kind: 'labelled_flows',
      from_location: coalescedLocation(FIRST_WEEK),
      to_location: coalescedLocation(SECOND_WEEK),
      labels: mobility([FIRST_WEEK, SECOND_WEEK]),
      join_type: 'inner',
    },
  },
  {
    kind: 'calendar_activity',
    asks: 'how many were active on which of 7 days',
    spec: {
      query_kind: 'calendar_activity',
      start_date: FIRST_DAY,
      total_periods: 7,
      ...ALL_HOURS,
    },
  },
  {
    kind: 'localised_calendar_activity',
    asks: 'how many of each home were active on which of 4 days',
    spec: {
      query_kind: 'localised_calendar_activity',
      start_date: FIRST_DAY,
      total_periods: 4,
      ...ALL_HOURS,
      reference_location: modalLocation(FIRST_WEEK),
    },
  },
  {
    kind: 'meaningful_locations_aggregate',
    asks: 'how many have their home where, by sites used at night, in 14 days',
    spec: {
      query_kind: 'meaningful_locations_aggregate',
      label: 'home',
      ...HOMES_AND_WORK,
      ...FORTNIGHT,
    },
  },
  {
    kind: 'meaningful_locations_between_label_od_matrix',
    asks: 'how many live where and work where, in 14 days',
    spec: {
      query_kind: 'meaningful_locations_between_label_od_matrix',
      label_a: 'home',
      label_b: 'work',
      ...HOMES_AND_WORK,
      ...FORTNIGHT,
    },
  },
  {
    kind: 'meaningful_locations_between_dates_od_matrix',
    asks: 'how many had their home where in one week and where in the next',
    spec: {
      query_kind: 'meaningful_locations_between_dates_od_matrix',
      label: 'home',
      ...HOMES_AND_WORK,
      start_date_a: FIRST_WEEK.start_date,
      end_date_a: FIRST_WEEK.end_date,
      start_date_b: SECOND_WEEK.start_date,
      end_date_b: SECOND_WEEK.end_date,
    },
  },
  {
    kind: 'location_introversion',
    asks: 'which share of calls and SMS stays in its district, in 14 days',
    spec: { query_kind: 'location_introversion', ...located(FORTNIGHT), direction: 'both' },
  },
  {
    kind: 'total_network_objects',
    asks: 'how many cells were in use where, by day, in 14 days',
    spec: { ...NETWORK, total_by: 'day' },
  },
  {
    kind: 'aggregate_network_objects',
    asks: 'how many cells were in use where in an hour, on average of each of 14 days',
    spec: {
      query_kind: 'aggregate_network_objects',
      total_network_objects: { ...NETWORK, total_by: 'hour' },
      statistic: 'avg',
      aggregate_by: 'day',
    },
  },
  {
    kind: 'histogram_aggregate',
    asks: 'how many had how many events, in 14 days, in 10 bins of one width',
    spec: { query_kind: 'histogram_aggregate', metric: EVENT_COUNT, bins: { n_bins: 10 } },
  },
  {
    kind: 'metric_aggregate',
    asks: 'how many events people have on average, in 14 days',
    spec: { query_kind: 'metric_aggregate', metric: EVENT_COUNT, method: 'avg' },
    notRun: 'the library has no such kind',
  },
  {
    kind: 'event_count',
    asks: 'how many had how many outgoing events, in 14 days',
    spec: histogram({ ...EVENT_COUNT, direction: 'out' }, [0, 10, 20, 40, 80, 160, 1000]),
  },
  {
    kind: 'radius_of_gyration',
    asks: 'how many moved how far about, in 14 days',
    spec: histogram({ query_kind: 'radius_of_gyration', ...OF_EVENTS }, [0, 1, 2, 5, 10, 20, 50]),
  },
  {
    kind: 'displacement',
    asks: 'how far from a place, on average, how many were, in 14 days',
    spec: histogram(
      {
        query_kind: 'displacement',
        ...OF_EVENTS,
        statistic: 'avg',
        reference_location: dailyLocation(FIRST_DAY, { aggregation_unit: 'lon-lat' }),
      },
      [0, 1, 2, 5, 10, 20, 50],
    ),
  },
  {
    kind: 'unique_location_counts',
    asks: 'how many were in how many districts, in 14 days',
    spec: histogram({ query_kind: 'unique_location_counts', ...located(FORTNIGHT) }, [1, 2, 3, 5, 10, 50]),
  },
  {
    kind: 'total_active_periods',
    asks: 'how many were active on how many of 14 days',
    spec: histogram(
      { query_kind: 'total_active_periods', start_date: FIRST_DAY, total_periods: DAYS, ...ALL_HOURS },
      [1, 8, 11, 13, 15],
    ),
  },
  {
    kind: 'nocturnal_events',
    asks: 'how many had which share of their events at night, in 14 days',
    spec: histogram(
      {
        query_kind: 'nocturnal_events',
        ...FORTNIGHT,
        ...EVERYBODY,
        night_hours: { start_hour: 20, end_hour: 6 },
      },
      SHARES,
    ),
  },
  {
    kind: 'subscriber_degree',
    asks: 'how many had how many contacts, in 14 days',
    spec: histogram(
      { query_kind: 'subscriber_degree', ...OF_EVENTS, direction: 'both' },
      [0, 5, 10, 20, 1000],
    ),
  },
  {
    kind: 'pareto_interactions',
    asks: 'with which share of their contacts how many have 80 % of their events, in 14 days',
    spec: histogram(
      { query_kind: 'pareto_interactions', ...OF_EVENTS, proportion: 0.8 },
      [0, 0.4, 0.6, 0.8, 1.01],
    ),
  },
  {
    kind: 'topup_amount',
    asks: 'how many top up how much on average, in 14 days',
    spec: histogram({ query_kind: 'topup_amount', ...TOPUPS }, [0, 2, 5, 10, 10_000]),
  },
  {
    kind: 'topup_balance',
    asks: 'how many have which balance on average, in 14 days',
    spec: histogram({ query_kind: 'topup_balance', ...TOPUPS }, [0, 2, 5, 10, 10_000]),
  },
  {
    kind: 'joined_spatial_aggregate',
    asks: 'how many events people have on average by home, in 14 days',
    spec: {
      query_kind: 'joined_spatial_aggregate',
      locations: modalLocation(FIRST_WEEK),
      metric: EVENT_COUNT,
      method: 'avg',
    },
  },
  {
    kind: 'handset',
    asks: 'which shares brands have by home, in 14 days',
    spec: {
      query_kind: 'joined_spatial_aggregate',
      locations: modalLocation(FIRST_WEEK),
      metric: { query_kind: 'handset', ...OF_EVENTS, characteristic: 'brand', method: 'last' },
      method: 'distr',
    },
  },
  {
    kind: 'dfs_metric_total_amount',
    asks: 'how much mobile money moved where, by day, in 14 days',
    spec: {
      query_kind: 'dfs_metric_total_amount',
      start_date: FIRST_DAY,
      // The last day is one of them.
      end_date: addDays(FIRST_DAY, DAYS - 1),
      metric: 'amount',
      ...DISTRICTS,
    },
  },
  {
    kind: 'geography',
    asks: 'the shapes of districts',
    spec: { query_kind: 'geography', ...DISTRICTS },
  },
  {
    kind: 'dummy_query',
    asks: 'nothing',
    spec: { query_kind: 'dummy_query', dummy_param: 'nothing', dummy_delay: 0, ...DISTRICTS },
    notRun: "the library's server marks it as done and runs no SQL",
  },
]
