import { DEFINITIONS, type Spec } from '@flowkit/contract'
import { describe, expect, it } from 'vitest'
import { redacted } from '../release/rules.ts'
import { validated } from '../server/actions/query-spec.ts'
import { Catalog } from '../source/catalog.ts'
import { name, type Sql } from '../sql.ts'
import { featuresSql, rowsSql } from './deliver.ts'
import { arcsSql, flowmapSql } from './flow-exports.ts'
import { KINDS, releaseOf, ruleOf } from './index.ts'
import { type Query, releasedQuery, tree } from './query.ts'
import { render } from './render.ts'

// The files next to this test are for review: they show what a change of the code does to the SQL.

const held = (event_type: string, day: string, plain = true) => {
  const name = `${event_type}_${day.replaceAll('-', '')}`
  return {
    event_type,
    day,
    table_name: `events.${name}`,
    facts_table: `derived.facts_${name}`,
    visits_table: `derived.visits_${name}`,
    plain,
  }
}
const catalog = new Catalog([
  held('calls', '2016-01-01'),
  held('calls', '2016-01-02'),
  held('sms', '2016-01-01'),
  held('topups', '2016-01-01'),
  held('calls', '2016-03-27', false),
])

const day = (date: string, others: object = {}) => ({
  query_kind: 'daily_location',
  date,
  method: 'last',
  aggregation_unit: 'admin3',
  ...others,
})
const aggregateOf = (locations: object) => ({ query_kind: 'spatial_aggregate', locations })
const uniqueSubscribers = {
  query_kind: 'unique_subscriber_counts',
  start_date: '2016-01-01',
  end_date: '2016-01-03',
  aggregation_unit: 'admin3',
}
const eventCounts = { ...uniqueSubscribers, query_kind: 'location_event_counts' }
const radius = { query_kind: 'radius_of_gyration', start_date: '2016-01-01', end_date: '2016-01-03' }
const histogram = { query_kind: 'histogram_aggregate', metric: radius, bins: { n_bins: 4 } }
const home = { query_kind: 'modal_location', locations: [day('2016-01-01'), day('2016-01-02')] }
const week = { start_date: '2016-01-01', end_date: '2016-01-03' }
const histogramOf = (query_kind: string, others: object = {}) => ({
  ...histogram,
  metric: { query_kind, ...week, ...others },
})
const balances = (statistic: string) => histogramOf('topup_balance', { statistic })
const handset = { query_kind: 'handset', ...week, characteristic: 'brand', method: 'most-common' }
const joined = (method: string, metric: object = radius) => ({
  query_kind: 'joined_spatial_aggregate',
  locations: home,
  metric,
  method,
})
const together = (method: string, metric: object = radius) => ({
  query_kind: 'metric_aggregate',
  metric,
  method,
})
const periods = { start_date: '2016-01-01', total_periods: 2 }
const sampling = { sampling_method: 'random_ids', size: 100, fraction: null, seed: 0.5 }

const located = { ...week, aggregation_unit: 'admin3' }
const visits = { query_kind: 'location_visits', locations: [day('2016-01-01'), day('2016-01-02')] }
const majority = { query_kind: 'majority_location', subscriber_location_weights: visits }
const coalesced = (weight_threshold: number) => ({
  query_kind: 'coalesced_location',
  preferred_location: { ...majority, minimum_total_weight: 2, include_unlocatable: true },
  fallback_location: majority,
  subscriber_location_weights: visits,
  weight_threshold,
})
const labels = {
  query_kind: 'mobility_classification',
  locations: [coalesced(1), coalesced(2), coalesced(3)],
  stay_length_threshold: 2,
}
const uniqueLocations = { query_kind: 'unique_locations', ...located }
const active = {
  query_kind: 'active_at_reference_location_counts',
  unique_locations: uniqueLocations,
  reference_locations: day('2016-01-01'),
}
const networkObjects = { query_kind: 'total_network_objects', ...located }
const square = (west: number, south: number, east: number, north: number) => ({
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
const meaningful = {
  labels: { home: square(0.1, -1.1, 1.1, 1.1), work: square(-1.1, -1.1, -0.1, 1.1) },
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
const meaningfulHomes = {
  query_kind: 'meaningful_locations_aggregate',
  label: 'home',
  ...meaningful,
  ...located,
}
const placesOfPeople = { from_location: uniqueLocations, to_location: coalesced(1) }

/** Each with the spec that is asked and the kind among its parts that is shown. */
const EXAMPLES = [
  ['daily_location.last', aggregateOf(day('2016-01-01')), 'daily_location'],
  [
    'daily_location.most_common',
    aggregateOf(day('2016-01-01', { method: 'most-common', hours: { start_hour: 20, end_hour: 6 } })),
    'daily_location',
  ],
  [
    'daily_location.lon_lat',
    aggregateOf(
      day('2016-01-01T12:00:00', {
        aggregation_unit: 'lon-lat',
        mapping_table: 'geography.sites_of_cells',
        geom_table: 'geography.site_points',
        geom_table_join_column: 'site',
      }),
    ),
    'daily_location',
  ],
  [
    'daily_location.clock_change',
    aggregateOf(day('2016-03-27', { hours: { start_hour: 0, end_hour: 6 } })),
    'daily_location',
  ],
  [
    'daily_location.subset_from_everybody',
    aggregateOf(day('2016-01-01', { subscriber_subset: day('2016-01-02') })),
    'daily_location',
  ],
  ['daily_location.sample', aggregateOf(day('2016-01-01', { sampling })), 'daily_location'],
  ['modal_location', aggregateOf(home), 'modal_location'],
  ['spatial_aggregate', aggregateOf(home), 'spatial_aggregate'],
  [
    'flows',
    { query_kind: 'flows', from_location: home, to_location: day('2016-01-02'), join_type: 'left' },
    'flows',
  ],
  ['unique_subscriber_counts', uniqueSubscribers, 'unique_subscriber_counts'],
  [
    'unique_subscriber_counts.hours',
    { ...uniqueSubscribers, hours: { start_hour: 20, end_hour: 6 } },
    'unique_subscriber_counts',
  ],
  [
    'unique_subscriber_counts.mapping',
    {
      ...uniqueSubscribers,
      end_date: '2016-01-02T06:30:00',
      mapping_table: 'geography.districts_of_cells',
      event_types: ['calls'],
      hours: { start_hour: 8, end_hour: 24 },
      subscriber_subset: day('2016-01-01'),
    },
    'unique_subscriber_counts',
  ],
  [
    'unique_subscriber_counts.small_subset',
    { ...uniqueSubscribers, subscriber_subset: day('2016-01-01') },
    'unique_subscriber_counts',
  ],
  ['location_event_counts.day', { ...eventCounts, interval: 'day' }, 'location_event_counts'],
  [
    'location_event_counts.hour',
    { ...eventCounts, start_date: '2016-01-01T08:30:00', interval: 'hour', direction: 'out' },
    'location_event_counts',
  ],
  ['location_event_counts.all_hours', { ...eventCounts, interval: 'hour' }, 'location_event_counts'],
  [
    'location_event_counts.clock_change',
    {
      ...eventCounts,
      start_date: '2016-03-27',
      end_date: '2016-03-28',
      interval: 'min',
      direction: 'in',
      hours: { start_hour: 0, end_hour: 6 },
    },
    'location_event_counts',
  ],
  ['radius_of_gyration', histogram, 'radius_of_gyration'],
  ['histogram_aggregate.round_edges', histogram, 'histogram_aggregate'],
  [
    'histogram_aggregate.range',
    { ...histogram, range: { lower_bound: 0, upper_bound: 10 } },
    'histogram_aggregate',
  ],
  ['event_count', histogramOf('event_count', { direction: 'in' }), 'event_count'],
  [
    'event_count.clock_change',
    histogramOf('event_count', {
      start_date: '2016-03-27',
      end_date: '2016-03-27T12:00:00',
      hours: { start_hour: 2, end_hour: 8 },
      subscriber_subset: day('2016-01-01'),
    }),
    'event_count',
  ],
  [
    'nocturnal_events',
    histogramOf('nocturnal_events', { night_hours: { start_hour: 20, end_hour: 6 } }),
    'nocturnal_events',
  ],
  [
    'nocturnal_events.clock_change',
    histogramOf('nocturnal_events', {
      start_date: '2016-03-27',
      end_date: '2016-03-28',
      night_hours: { start_hour: 0, end_hour: 6 },
    }),
    'nocturnal_events',
  ],
  [
    'unique_location_counts',
    histogramOf('unique_location_counts', { aggregation_unit: 'admin3' }),
    'unique_location_counts',
  ],
  ['steps', { query_kind: 'consecutive_trips_od_matrix', ...located }, 'steps'],
  ['subscriber_degree', histogramOf('subscriber_degree', { direction: 'out' }), 'subscriber_degree'],
  [
    'pareto_interactions',
    histogramOf('pareto_interactions', { proportion: 0.8, hours: { start_hour: 8, end_hour: 20 } }),
    'pareto_interactions',
  ],
  ['topup_amount', histogramOf('topup_amount', { statistic: 'median' }), 'topup_amount'],
  ['topup_balance', balances('avg'), 'topup_balance'],
  ['topup_balance.median', balances('median'), 'topup_balance'],
  ['topup_balance.mode', balances('mode'), 'topup_balance'],
  ['topup_balance.stddev', balances('stddev'), 'topup_balance'],
  ['topup_balance.max', balances('max'), 'topup_balance'],
  [
    'displacement',
    histogramOf('displacement', {
      statistic: 'avg',
      reference_location: day('2016-01-01', { aggregation_unit: 'lon-lat' }),
    }),
    'displacement',
  ],
  [
    'displacement.median',
    histogramOf('displacement', {
      statistic: 'median',
      reference_location: day('2016-01-01', { aggregation_unit: 'lon-lat' }),
    }),
    'displacement',
  ],
  [
    'total_active_periods',
    { ...histogram, metric: { query_kind: 'total_active_periods', ...periods } },
    'total_active_periods',
  ],
  ['handset', joined('distr', handset), 'handset'],
  ['handset.last', joined('mode', { ...handset, method: 'last' }), 'handset'],
  ['joined_spatial_aggregate.avg', joined('avg'), 'joined_spatial_aggregate'],
  ['joined_spatial_aggregate.variance', joined('variance'), 'joined_spatial_aggregate'],
  ['joined_spatial_aggregate.median', joined('median'), 'joined_spatial_aggregate'],
  ['joined_spatial_aggregate.mode', joined('mode', handset), 'joined_spatial_aggregate'],
  ['joined_spatial_aggregate.distr', joined('distr', handset), 'joined_spatial_aggregate'],
  ['metric_aggregate.avg', together('avg'), 'metric_aggregate'],
  ['metric_aggregate.distr', together('distr', handset), 'metric_aggregate'],
  [
    'calendars',
    {
      query_kind: 'calendar_activity',
      start_date: '2016-01-01T06:30:00',
      total_periods: 5,
      period_length: 8,
      period_unit: 'hours',
    },
    'calendars',
  ],
  ['calendar_activity', { query_kind: 'calendar_activity', ...periods }, 'calendar_activity'],
  [
    'localised_calendar_activity',
    { query_kind: 'localised_calendar_activity', ...periods, reference_location: home },
    'localised_calendar_activity',
  ],
  [
    'dfs_metric_total_amount',
    {
      query_kind: 'dfs_metric_total_amount',
      start_date: '2016-01-01',
      end_date: '2016-01-02',
      metric: 'fee',
      aggregation_unit: 'admin3',
    },
    'dfs_metric_total_amount',
  ],
  ['active_at_reference_location_counts', active, 'active_at_reference_location_counts'],
  [
    'aggregate_network_objects',
    { query_kind: 'aggregate_network_objects', total_network_objects: networkObjects, statistic: 'median' },
    'aggregate_network_objects',
  ],
  ['coalesced_location', aggregateOf(coalesced(2)), 'coalesced_location'],
  [
    'consecutive_trips_od_matrix',
    { query_kind: 'consecutive_trips_od_matrix', ...located },
    'consecutive_trips_od_matrix',
  ],
  [
    'dummy_query',
    { query_kind: 'dummy_query', dummy_param: 'text', dummy_delay: 2, aggregation_unit: 'admin3' },
    'dummy_query',
  ],
  ['inflows', { query_kind: 'inflows', ...placesOfPeople }, 'inflows'],
  [
    'labelled_flows',
    { query_kind: 'labelled_flows', from_location: coalesced(1), to_location: coalesced(2), labels },
    'labelled_flows',
  ],
  [
    'labelled_spatial_aggregate',
    { query_kind: 'labelled_spatial_aggregate', locations: coalesced(1), labels },
    'labelled_spatial_aggregate',
  ],
  [
    'location_introversion',
    { query_kind: 'location_introversion', ...located, direction: 'both' },
    'location_introversion',
  ],
  ['location_visits', aggregateOf(majority), 'location_visits'],
  ['majority_location', aggregateOf(majority), 'majority_location'],
  [
    'majority_location.unlocatable',
    aggregateOf({ ...majority, include_unlocatable: true }),
    'majority_location',
  ],
  ['cell_sites', meaningfulHomes, 'cell_sites'],
  ['labelled_clusters', meaningfulHomes, 'labelled_clusters'],
  ['meaningful_locations_aggregate', meaningfulHomes, 'meaningful_locations_aggregate'],
  [
    'meaningful_locations_aggregate.grid',
    { ...meaningfulHomes, aggregation_unit: 'grid:5' },
    'meaningful_locations_aggregate',
  ],
  [
    'meaningful_locations_between_dates_od_matrix',
    {
      query_kind: 'meaningful_locations_between_dates_od_matrix',
      label: 'home',
      ...meaningful,
      aggregation_unit: 'admin3',
      start_date_a: '2016-01-01',
      end_date_a: '2016-01-02',
      start_date_b: '2016-01-02',
      end_date_b: '2016-01-03',
    },
    'meaningful_locations_between_dates_od_matrix',
  ],
  [
    'meaningful_locations_between_label_od_matrix',
    {
      query_kind: 'meaningful_locations_between_label_od_matrix',
      label_a: 'home',
      label_b: 'work',
      ...meaningful,
      ...located,
    },
    'meaningful_locations_between_label_od_matrix',
  ],
  [
    'mobility_classification',
    { query_kind: 'labelled_spatial_aggregate', locations: coalesced(1), labels },
    'mobility_classification',
  ],
  [
    'most_frequent_location',
    aggregateOf({ query_kind: 'most_frequent_location', ...located }),
    'most_frequent_location',
  ],
  [
    'most_frequent_location.longer_than_a_week',
    aggregateOf({ query_kind: 'most_frequent_location', ...located, end_date: '2016-01-09' }),
    'most_frequent_location',
  ],
  ['outflows', { query_kind: 'outflows', ...placesOfPeople, join_type: 'full outer' }, 'outflows'],
  ['total_network_objects', networkObjects, 'total_network_objects'],
  ['total_network_objects.hour', { ...networkObjects, total_by: 'hour' }, 'total_network_objects'],
  ['trips_od_matrix', { query_kind: 'trips_od_matrix', ...located }, 'trips_od_matrix'],
  ['unique_locations', { query_kind: 'unmoving_counts', locations: uniqueLocations }, 'unique_locations'],
  [
    'unique_visitor_counts',
    {
      query_kind: 'unique_visitor_counts',
      active_at_reference_location_counts: active,
      unique_subscriber_counts: uniqueSubscribers,
    },
    'unique_visitor_counts',
  ],
  [
    'unmoving_at_reference_location_counts',
    {
      query_kind: 'unmoving_at_reference_location_counts',
      locations: uniqueLocations,
      reference_locations: home,
    },
    'unmoving_at_reference_location_counts',
  ],
  ['unmoving_counts', { query_kind: 'unmoving_counts', locations: uniqueLocations }, 'unmoving_counts'],
  ['visit_spans', { query_kind: 'trips_od_matrix', ...located }, 'visit_spans'],
  ['visited_most_days', aggregateOf({ query_kind: 'visited_most_days', ...located }), 'visited_most_days'],
  ['places', { query_kind: 'geography', aggregation_unit: 'lon-lat' }, 'places'],
  ['cell_places', uniqueSubscribers, 'cell_places'],
  [
    'cell_places.lon_lat',
    {
      ...uniqueSubscribers,
      aggregation_unit: 'lon-lat',
      mapping_table: 'geography.sites_of_cells',
      geom_table: 'geography.site_points',
      geom_table_join_column: 'site',
    },
    'cell_places',
  ],
  ...(['cell', 'site', 'grid:5'] as const).flatMap(aggregation_unit => {
    const file = aggregation_unit.replace(':5', '')
    return [
      [`places.${file}`, { query_kind: 'geography', aggregation_unit }, 'places'] as const,
      [`cell_places.${file}`, { ...uniqueSubscribers, aggregation_unit }, 'cell_places'] as const,
    ]
  }),
  ['geography', { query_kind: 'geography', aggregation_unit: 'admin3' }, 'geography'],
  [
    'places.mapping',
    { query_kind: 'geography', aggregation_unit: 'admin3', mapping_table: 'geography.districts_of_cells' },
    'places',
  ],
] as const

/** Ids say nothing to a reviewer: each is replaced by its kind. */
function readable(text: string, query: Query): string {
  return tree(query).reduce((shown, { id, spec }) => shown.replaceAll(id, `_${spec.query_kind}`), text)
}

function released(spec: Spec, aggregate: Sql): Sql {
  return redacted(ruleOf(spec), aggregate, releaseOf(spec).columns(spec))
}

describe('the SQL of', () => {
  it.each(EXAMPLES)('%s is as reviewed', async (example, spec, kind) => {
    const asked = releasedQuery(validated({ ...spec }))
    const query = tree(asked).findLast(each => each.spec.query_kind === kind)
    if (!query) throw new Error(`No ${kind} among the parts`)
    const { sql } = render(query, {
      catalog,
      tableOf: id => name('cache', `x${id}`),
      rowsOf: () => (example.endsWith('small_subset') ? 100 : 1_000_000),
      ...(example.endsWith('from_everybody') ? { whole: name('cache', 'x_everybody') } : {}),
      samplingSecret: 'secret',
    })
    const shown = query.form === 'released' ? released(query.spec, sql) : sql
    await expect(`${readable(shown.text, asked)}\n`).toMatchFileSnapshot(`golden/${example}.golden.sql`)
  })

  it.each(
    EXAMPLES.filter(([example]) =>
      ['spatial_aggregate', 'flows', 'labelled_flows', 'geography'].includes(example),
    ),
  )('%s as it is read by the gateway is as reviewed', async (example, spec) => {
    const query = releasedQuery(validated({ ...spec }))
    const released = name('released', 'result')
    const shown = `${rowsSql(query, released).text};\n\n${featuresSql(query, released, name('released', 'places')).text};\n`
    await expect(shown).toMatchFileSnapshot(`golden/${example}.delivered.golden.sql`)
  })

  it('flows are exported with the positions of their ends, for areas and for positions', async () => {
    const [released, places] = [name('released', 'result'), name('released', 'places')]
    const shown = ['admin3', 'lon-lat'].flatMap(aggregation_unit => {
      const day = (date: string) => ({ query_kind: 'daily_location', date, method: 'last', aggregation_unit })
      const query = releasedQuery(
        validated({ query_kind: 'flows', from_location: day('2016-01-01'), to_location: day('2016-01-02') }),
      )
      return [arcsSql(query, released, places, places), flowmapSql(query, released, places, places)]
    })
    await expect(`${shown.map(({ text }) => text).join(';\n\n')};\n`).toMatchFileSnapshot(
      'golden/flows.exported.golden.sql',
    )
  })

  it('every kind is among the examples', () => {
    const shown = new Set<string>(EXAMPLES.map(([, , kind]) => kind))
    const kinds = KINDS.map(({ contract }) => contract.kind)
    expect(kinds.filter(kind => !shown.has(kind))).toEqual([])
    expect(DEFINITIONS.map(({ kind }) => kind).filter(kind => !kinds.includes(kind))).toEqual([])
  })
})
