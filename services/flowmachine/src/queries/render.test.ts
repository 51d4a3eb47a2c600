import { describe, expect, it } from 'vitest'
import { validated } from '../server/actions/query-spec.ts'
import { Catalog } from '../source/catalog.ts'
import { name } from '../sql.ts'
import { KINDS } from './index.ts'
import { releasedQuery, tree } from './query.ts'
import { render } from './render.ts'

const catalog = new Catalog(
  ['calls', 'topups'].flatMap(event_type =>
    ['2016-01-01', '2016-01-02'].map(day => ({
      event_type,
      day,
      table_name: `events.${event_type}_${day.replaceAll('-', '')}`,
      facts_table: `derived.facts_${day}`,
      visits_table: `derived.visits_${day}`,
      plain: true,
    })),
  ),
)

/** What a request and its parts are computed with. */
function rendered(spec: object) {
  return tree(releasedQuery(validated({ ...spec }))).map(query => ({
    kind: query.spec.query_kind,
    ...render(query, { catalog, tableOf: id => name('cache', id), rowsOf: () => 0, samplingSecret: '' }),
  }))
}

const places = { aggregation_unit: 'admin3', event_types: ['calls'] }
const period = { start_date: '2016-01-01', end_date: '2016-01-03' }
const halfDays = { start_date: '2016-01-01', end_date: '2016-01-02T12:00:00' }
const nights = { hours: { start_hour: 20, end_hour: 6 } }

const day = (others: object = {}) => ({
  query_kind: 'daily_location',
  date: '2016-01-01',
  method: 'last',
  ...places,
  ...others,
})
const located = (locations: object) => ({ query_kind: 'spatial_aggregate', locations })
const modal = { query_kind: 'modal_location', locations: [day(), day({ date: '2016-01-02' })] }
const seen = (others: object) => ({ query_kind: 'unique_subscriber_counts', ...places, ...others })
const counted = (others: object) => ({ query_kind: 'location_event_counts', ...places, ...period, ...others })
const histogram = (metric: object) => ({ query_kind: 'histogram_aggregate', metric, bins: { n_bins: 4 } })
const metric = (query_kind: string, others: object = {}) =>
  histogram({ query_kind, ...period, event_types: ['calls'], ...others })
const topups = (query_kind: string) => histogram({ query_kind, ...period, statistic: 'avg' })
const moved = (others: object = {}) => metric('radius_of_gyration', others)
const home = day({ aggregation_unit: 'lon-lat' })
const periods = { start_date: '2016-01-01', total_periods: 2, event_types: ['calls'] }
const handsets = {
  query_kind: 'joined_spatial_aggregate',
  locations: day(),
  metric: {
    query_kind: 'handset',
    ...period,
    characteristic: 'brand',
    method: 'last',
    event_types: ['calls'],
  },
  method: 'distr',
}

const firstDay = { start_date: '2016-01-01', end_date: '2016-01-02', aggregation_unit: 'admin3' }
const unique = { query_kind: 'unique_locations', ...firstDay }
const active = {
  query_kind: 'active_at_reference_location_counts',
  unique_locations: unique,
  reference_locations: day(),
}
const cells = { query_kind: 'total_network_objects', ...firstDay }
const visits = { query_kind: 'location_visits', locations: [day()] }
const majority = { query_kind: 'majority_location', subscriber_location_weights: visits }
const coalesced = {
  query_kind: 'coalesced_location',
  preferred_location: majority,
  fallback_location: majority,
  subscriber_location_weights: visits,
  weight_threshold: 1,
}
const labels = { query_kind: 'mobility_classification', locations: [coalesced], stay_length_threshold: 1 }
const ends = { from_location: coalesced, to_location: coalesced }

const clusters = {
  labels: {
    home: {
      type: 'Polygon',
      coordinates: [
        [
          [0, -1.1],
          [1.1, -1.1],
          [1.1, 1.1],
        ],
      ],
    },
  },
  tower_hour_of_day_scores: Array.from({ length: 24 }, (_, hour) => (hour < 7 ? 1 : -1)),
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
const REQUESTS: readonly (readonly [request: string, spec: object, sources: readonly string[]])[] = [
  ['shapes', { query_kind: 'geography', aggregation_unit: 'admin3' }, []],
  ['last locations of a day', located(day()), ['visits']],
  ['last locations at night', located(day(nights)), ['facts']],
  ['last locations of 24 hours from noon', located(day({ date: '2016-01-01T12:00:00' })), ['facts']],
  ['most common locations of a day', located(day({ method: 'most-common' })), ['visits']],
  ['most common locations at night', located(day({ method: 'most-common', ...nights })), ['facts']],
  ['modal locations', located(modal), ['visits']],
  ['flows', { query_kind: 'flows', from_location: day(), to_location: modal }, ['visits']],
  ['subscribers seen on days', seen(period), ['visits']],
  ['subscribers seen at night', seen({ ...period, ...nights }), ['visits']],
  ['subscribers seen on parts of days', seen(halfDays), ['facts', 'visits']],
  ['subscribers of a subset', seen({ ...period, subscriber_subset: day() }), ['visits']],
  ['events by day', counted({ interval: 'day' }), ['visits']],
  ['events by hour', counted({ interval: 'hour' }), ['facts', 'visits']],
  ['events by hour at night', counted({ interval: 'hour', ...nights }), ['facts']],
  ['events by minute', counted({ interval: 'min' }), ['facts']],
  ['events that people made', counted({ interval: 'day', direction: 'out' }), ['facts']],
  ['radius of gyration', moved(), ['visits']],
  ['radius of gyration at night', moved(nights), ['facts']],
  ['places that people visit', metric('unique_location_counts', { aggregation_unit: 'admin3' }), ['visits']],
  ['distances from home', metric('displacement', { statistic: 'avg', reference_location: home }), ['visits']],
  ['numbers of events', metric('event_count'), ['facts']],
  ['events at night', metric('nocturnal_events', { night_hours: nights.hours }), ['facts']],
  ['active days', histogram({ query_kind: 'total_active_periods', ...periods }), ['facts']],
  ['calendars', { query_kind: 'calendar_activity', ...periods }, ['facts']],
  [
    'calendars by place',
    { query_kind: 'localised_calendar_activity', ...periods, reference_location: day() },
    ['facts', 'visits'],
  ],
  [
    'mobile money',
    {
      query_kind: 'dfs_metric_total_amount',
      start_date: '2016-01-01',
      end_date: '2016-01-02',
      metric: 'fee',
      aggregation_unit: 'admin3',
    },
    [],
  ],
  ['places of most events', located({ query_kind: 'most_frequent_location', ...firstDay }), ['visits']],
  ['places of most days', located({ query_kind: 'visited_most_days', ...firstDay }), ['visits']],
  ['inflows', { query_kind: 'inflows', ...ends, from_location: unique }, ['visits']],
  ['outflows', { query_kind: 'outflows', ...ends }, ['visits']],
  ['labels', { query_kind: 'labelled_spatial_aggregate', locations: coalesced, labels }, ['visits']],
  ['labelled flows', { query_kind: 'labelled_flows', ...ends, labels }, ['visits']],
  [
    'visitors',
    {
      query_kind: 'unique_visitor_counts',
      active_at_reference_location_counts: active,
      unique_subscriber_counts: seen(firstDay),
    },
    ['visits'],
  ],
  ['who does not move', { query_kind: 'unmoving_counts', locations: unique }, ['visits']],
  [
    'who stays at home',
    { query_kind: 'unmoving_at_reference_location_counts', locations: unique, reference_locations: day() },
    ['visits'],
  ],
  [
    'homes',
    { query_kind: 'meaningful_locations_aggregate', label: 'home', ...firstDay, ...clusters },
    ['facts'],
  ],
  [
    'ways to work',
    {
      query_kind: 'meaningful_locations_between_label_od_matrix',
      label_a: 'home',
      label_b: 'unknown',
      ...firstDay,
      ...clusters,
    },
    ['facts'],
  ],
  [
    'who has moved',
    {
      query_kind: 'meaningful_locations_between_dates_od_matrix',
      label: 'home',
      start_date_a: '2016-01-01',
      end_date_a: '2016-01-02',
      start_date_b: '2016-01-02',
      end_date_b: '2016-01-03',
      aggregation_unit: 'admin3',
      ...clusters,
    },
    ['facts'],
  ],
  ['trips', { query_kind: 'trips_od_matrix', ...firstDay }, ['facts']],
  ['trips one by one', { query_kind: 'consecutive_trips_od_matrix', ...firstDay }, ['facts']],
  ['cells by hour', { ...cells, total_by: 'hour' }, ['visits']],
  [
    'cells by hour at night',
    { ...cells, total_by: 'hour', hours: { start_hour: 20, end_hour: 24 } },
    ['facts'],
  ],
  ['cells by minute', { ...cells, total_by: 'minute' }, ['facts']],
  [
    'cells',
    { query_kind: 'aggregate_network_objects', total_network_objects: cells, statistic: 'avg' },
    ['visits'],
  ],
  [
    'what everybody does',
    {
      query_kind: 'metric_aggregate',
      metric: { query_kind: 'event_count', start_date: '2016-01-01', end_date: '2016-01-02' },
      method: 'avg',
    },
    ['facts'],
  ],
  ['nothing', { query_kind: 'dummy_query', dummy_param: 'x', aggregation_unit: 'admin3' }, []],
  ['numbers of contacts', metric('subscriber_degree'), ['raw events']],
  ['shares of contacts', metric('pareto_interactions', { proportion: 0.8 }), ['raw events']],
  ['amounts of top-ups', topups('topup_amount'), ['raw events']],
  ['balances', topups('topup_balance'), ['raw events']],
  ['interactions within places', { query_kind: 'location_introversion', ...firstDay }, ['raw events']],
  ['handsets by place', handsets, ['raw events', 'visits']],
]

describe('events are read for', () => {
  it.each(REQUESTS)('%s from the fastest source that answers exactly', (_request, spec, sources) => {
    const read = new Set<string>(rendered(spec).flatMap(query => [...query.sources]))
    expect([...read].sort()).toEqual(sources)
  })
})

describe('raw events', () => {
  /** The requests that may read them. */
  const MAY_READ_RAW_EVENTS: readonly string[] = [
    'numbers of contacts',
    'shares of contacts',
    'amounts of top-ups',
    'balances',
    'interactions within places',
    'handsets by place',
  ]

  it('are read for the requests that are listed, and for no other', () => {
    const raw = REQUESTS.filter(([, spec]) =>
      rendered(spec).some(({ sql }) => /\bevents\.(calls|sms|mds|topups|forwards)/.test(sql.text)),
    )
    expect(raw.map(([request]) => request)).toEqual(MAY_READ_RAW_EVENTS)
  })

  it('could be read by no kind that is not among the requests', () => {
    const asked = new Set(REQUESTS.flatMap(([, spec]) => rendered(spec).map(({ kind }) => kind)))
    expect(asked).toEqual(new Set(KINDS.map(({ contract }) => contract.kind)))
  })
})
