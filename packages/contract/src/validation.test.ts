import { describe, expect, test } from 'vitest'
import { DEFINITIONS } from './queries/index.ts'
import { parseQuery } from './validation.ts'

const day = { query_kind: 'daily_location', date: '2016-01-01', method: 'last', aggregation_unit: 'admin3' }
const aggregate = (locations: unknown) => ({ query_kind: 'spatial_aggregate', locations })
const modal = (...locations: unknown[]) => aggregate({ query_kind: 'modal_location', locations })
const counts = {
  query_kind: 'unique_subscriber_counts',
  start_date: '2016-01-01',
  end_date: '2016-01-08',
  aggregation_unit: 'admin3',
}
const events = { ...counts, query_kind: 'location_event_counts', interval: 'hour' }
const UNITS = 'admin0, admin1, admin2, admin3, lon-lat, cell, site, grid:1, grid:5, grid:10, grid:50'

const TOP_KINDS = [
  'active_at_reference_location_counts',
  'aggregate_network_objects',
  'calendar_activity',
  'consecutive_trips_od_matrix',
  'dfs_metric_total_amount',
  'dummy_query',
  'flows',
  'geography',
  'histogram_aggregate',
  'inflows',
  'joined_spatial_aggregate',
  'labelled_flows',
  'labelled_spatial_aggregate',
  'localised_calendar_activity',
  'location_event_counts',
  'location_introversion',
  'meaningful_locations_aggregate',
  'meaningful_locations_between_dates_od_matrix',
  'meaningful_locations_between_label_od_matrix',
  'metric_aggregate',
  'outflows',
  'spatial_aggregate',
  'total_network_objects',
  'trips_od_matrix',
  'unique_subscriber_counts',
  'unique_visitor_counts',
  'unmoving_at_reference_location_counts',
  'unmoving_counts',
]
const NUMERIC_METRICS = [
  'displacement',
  'event_count',
  'nocturnal_events',
  'pareto_interactions',
  'radius_of_gyration',
  'subscriber_degree',
  'topup_amount',
  'topup_balance',
  'total_active_periods',
  'unique_location_counts',
]

/** The message that names what there is. */
const oneOf = (values: readonly string[]) => `Must be one of: ${values.join(', ')}.`

/** What is wrong with a query; undefined for a good one. */
function refusal(query: unknown): unknown {
  const parsed = parseQuery(query)
  return parsed.ok ? undefined : parsed.messages
}

describe('a histogram is refused', () => {
  const metric = { query_kind: 'radius_of_gyration', start_date: '2016-01-01', end_date: '2016-01-08' }
  const histogram = (others: object) => ({ query_kind: 'histogram_aggregate', metric, ...others })
  test.each<[string, unknown, unknown]>([
    ['without bins', histogram({ bins: {} }), { bins: ['Must give n_bins or bin_list.'] }],
    [
      'for edges that do not ascend',
      histogram({ bins: { bin_list: [0, 1, 1] } }),
      { bins: { bin_list: ['Must be ascending.'] } },
    ],
    [
      'for a single edge',
      histogram({ bins: { bin_list: [0] } }),
      { bins: { bin_list: ['Shorter than minimum length 2.'] } },
    ],
    [
      'for a range that ends before it starts',
      histogram({ bins: { n_bins: 3 }, range: { lower_bound: 2, upper_bound: 1 } }),
      { range: { upper_bound: ['Must be greater than lower_bound.'] } },
    ],
    [
      'of places instead of numbers',
      histogram({ metric: day, bins: { n_bins: 3 } }),
      { metric: { query_kind: [oneOf(NUMERIC_METRICS)] } },
    ],
  ])('%s', (_, query, messages) => expect(refusal(query)).toEqual(messages))
})

describe('a count of events is refused', () => {
  test.each<[string, unknown, unknown]>([
    [
      'a direction of events that have none',
      { ...events, direction: 'out', event_types: ['topups', 'calls', 'mds'] },
      { direction: ['Must be both with the event types mds and topups, which have no direction.'] },
    ],
    [
      'an interval of weeks',
      { ...events, interval: 'week' },
      { interval: ['Must be one of: day, hour, min.'] },
    ],
  ])('for %s', (_, query, messages) => expect(refusal(query)).toEqual(messages))
})

describe('a share of interactions is refused', () => {
  test('of events that have nobody at the other end', () => {
    const introversion = { ...counts, query_kind: 'location_introversion' }
    expect(refusal({ ...introversion, event_types: ['calls', 'topups'] })).toEqual({
      event_types: ['Must be calls or sms: topups have nobody at the other end.'],
    })
    expect(refusal(introversion)).toBeUndefined()
  })
})

describe('a query is refused by its field', () => {
  test.each<[string, unknown, unknown]>([
    ['an impossible date', aggregate({ ...day, date: '2016-02-30' }), { date: ['Not a valid datetime.'] }],
    ['a number for a date', aggregate({ ...day, date: 20160101 }), { date: ['Not a valid string.'] }],
    [
      'another method',
      aggregate({ ...day, method: 'first' }),
      { method: ['Must be one of: last, most-common.'] },
    ],
    [
      'an internal unit',
      aggregate({ ...day, aggregation_unit: 'versioned-site' }),
      { aggregation_unit: [`Must be one of: ${UNITS}.`] },
    ],
    ['an unknown field', aggregate({ ...day, colour: 'red' }), { colour: ['Unknown field.'] }],
    [
      'a missing field',
      aggregate({ query_kind: 'daily_location', method: 'last', aggregation_unit: 'admin3' }),
      { date: ['Missing data for required field.'] },
    ],
    [
      'null for a required field',
      aggregate({ ...day, method: null }),
      { method: ['Field may not be null.'] },
    ],
    [
      'no event types',
      aggregate({ ...day, event_types: [] }),
      { event_types: ['Shorter than minimum length 1.'] },
    ],
    [
      'an unknown event type',
      aggregate({ ...day, event_types: ['calls', 'letters'] }),
      { event_types: { 1: ['Must be one of: calls, sms, mds, topups.'] } },
    ],
    [
      'event types that are no list',
      aggregate({ ...day, event_types: 'calls' }),
      { event_types: ['Not a valid list.'] },
    ],
    [
      'hours outside the day',
      aggregate({ ...day, hours: { start_hour: -1, end_hour: 25 } }),
      {
        hours: {
          start_hour: ['Must be greater than or equal to 0.'],
          end_hour: ['Must be less than or equal to 24.'],
        },
      },
    ],
    [
      'half an hour',
      aggregate({ ...day, hours: { start_hour: 1.5, end_hour: 3 } }),
      { hours: { start_hour: ['Not a valid integer.'] } },
    ],
    [
      'hours without an end',
      aggregate({ ...day, hours: { start_hour: 1 } }),
      { hours: { end_hour: ['Missing data for required field.'] } },
    ],
    [
      'hours that leave no time',
      aggregate({ ...day, hours: { start_hour: 3, end_hour: 3 } }),
      { hours: ['start_hour and end_hour leave no time between them.'] },
    ],
    [
      'a sample of no stated size',
      aggregate({ ...day, sampling: { sampling_method: 'bernoulli', seed: 1 } }),
      { sampling: ['Must give exactly one of size and fraction.'] },
    ],
    [
      'a sample of two sizes',
      aggregate({ ...day, sampling: { sampling_method: 'system', seed: 1, size: 10, fraction: 0.1 } }),
      { sampling: ['Must give exactly one of size and fraction.'] },
    ],
    [
      'the whole as a sample',
      aggregate({ ...day, sampling: { sampling_method: 'system', seed: 1, fraction: 1 } }),
      { sampling: { fraction: ['Must be less than 1.'] } },
    ],
    [
      'a seed beyond those of random_ids',
      aggregate({ ...day, sampling: { sampling_method: 'random_ids', seed: 2, size: 10 } }),
      { sampling: { seed: ['Must be less than or equal to 1.'] } },
    ],
    [
      'a sample without a seed',
      aggregate({ ...day, sampling: { sampling_method: 'random_ids', size: 10 } }),
      { sampling: { seed: ['Missing data for required field.'] } },
    ],
    [
      'an unknown way of sampling',
      aggregate({ ...day, sampling: { sampling_method: 'system_rows', seed: 1, size: 10 } }),
      { sampling: { sampling_method: ['Must be one of: random_ids, bernoulli, system.'] } },
    ],
    [
      'an aggregate as subset',
      aggregate({ ...day, subscriber_subset: counts }),
      {
        subscriber_subset: {
          query_kind: [
            expect.stringMatching(/^Must be one of: (?!.*unique_subscriber_counts).*daily_location/),
          ],
        },
      },
    ],
    [
      'a number as subset',
      aggregate({ ...day, subscriber_subset: 5 }),
      { subscriber_subset: ['Must be a per-subscriber query or the id of a published subset.'] },
    ],
    [
      'a fault inside a subset',
      aggregate({ ...day, subscriber_subset: { ...day, date: 'soon' } }),
      { subscriber_subset: { date: ['Not a valid datetime.'] } },
    ],
    ['no locations', modal(), { locations: ['Shorter than minimum length 1.'] }],
    [
      'a fault in one of the locations',
      modal(day, { ...day, date: 'soon' }),
      { locations: { 1: { date: ['Not a valid datetime.'] } } },
    ],
    [
      'locations of different units',
      modal(day, { ...day, aggregation_unit: 'admin2' }),
      { locations: ['Must all have the same aggregation unit.'] },
    ],
    [
      'locations of different mappings',
      modal(day, { ...day, mapping_table: 'geography.districts' }),
      { locations: ['Must all have the same aggregation unit.'] },
    ],
    ['a text for a location', aggregate('home'), ['Not a valid mapping.']],
    ['null for a location', aggregate(null), ['Field may not be null.']],
    [
      'an aggregate for a location',
      aggregate(counts),
      {
        query_kind: [
          oneOf([
            'coalesced_location',
            'daily_location',
            'majority_location',
            'modal_location',
            'most_frequent_location',
            'visited_most_days',
          ]),
        ],
      },
    ],
  ])('for %s', (_, query, messages) => {
    expect(refusal(query)).toEqual({ locations: messages })
  })

  test.each<[string, unknown, unknown]>([
    [
      'a period without time',
      { ...counts, end_date: '2016-01-01T00:00' },
      { end_date: ['Must be after start_date.'] },
    ],
    [
      'a period that ends first',
      { ...counts, end_date: '2015-12-31' },
      { end_date: ['Must be after start_date.'] },
    ],
    [
      'a period longer than any data',
      { ...counts, end_date: '2036-01-01' },
      { end_date: ['Must be within ten years of start_date.'] },
    ],
    [
      'a table without its schema',
      { ...counts, mapping_table: 'districts' },
      { mapping_table: ['Must be the name of a table with its schema, e.g. geography.districts.'] },
    ],
    [
      'SQL instead of a table',
      { ...counts, mapping_table: 'geography.x; drop table y' },
      { mapping_table: ['Must be the name of a table with its schema, e.g. geography.districts.'] },
    ],
    [
      'a table of positions for areas',
      { ...counts, geom_table: 'infrastructure.sites', geom_table_join_column: 'id' },
      {
        geom_table: ['Only used with the aggregation unit lon-lat.'],
        geom_table_join_column: ['Only used with the aggregation unit lon-lat.'],
      },
    ],
    [
      'positions by a mapping that leads nowhere',
      { ...counts, aggregation_unit: 'lon-lat', mapping_table: 'geography.cell_sites' },
      { mapping_table: ['mapping_table, geom_table and geom_table_join_column go together.'] },
    ],
    [
      'people who stay at places of another unit',
      {
        query_kind: 'unmoving_at_reference_location_counts',
        locations: { ...counts, query_kind: 'unique_locations' },
        reference_locations: { ...day, aggregation_unit: 'admin2' },
      },
      { reference_locations: ['Must have the same aggregation unit as locations.'] },
    ],
    [
      'an unknown join',
      { query_kind: 'flows', from_location: day, to_location: day, join_type: 'cross' },
      { join_type: ['Must be one of: inner, full outer, left, right, left outer, right outer.'] },
    ],
    ['a query that is a text', 'flows', { _schema: ['Not a valid mapping.'] }],
    ['a query that is a list', [], { _schema: ['Not a valid mapping.'] }],
    ['no query at all', null, { _schema: ['Field may not be null.'] }],
    ['a query without a kind', {}, { query_kind: ['Missing data for required field.'] }],
  ])('for %s', (_, query, messages) => {
    expect(refusal(query)).toEqual(messages)
  })

  test('with all its faults at once', () => {
    expect(refusal({ ...counts, start_date: 'soon', aggregation_unit: 'village', colour: 'red' })).toEqual({
      start_date: ['Not a valid datetime.'],
      aggregation_unit: [`Must be one of: ${UNITS}.`],
      colour: ['Unknown field.'],
    })
  })

  test('whatever the field is called', () => {
    const query = JSON.parse(
      '{"query_kind":"geography","aggregation_unit":"admin1","__proto__":1,"toString":2}',
    )
    const messages = refusal(query)
    expect(JSON.stringify(messages)).toBe('{"__proto__":["Unknown field."],"toString":["Unknown field."]}')
    expect(Object.getPrototypeOf(messages)).toBe(Object.prototype)
  })

  test('when it is nested more deeply than any query', () => {
    const nested = Array.from({ length: 10_000 }).reduce<unknown>(
      inner => ({ ...day, subscriber_subset: inner }),
      day,
    )
    expect(refusal(aggregate(nested))).toEqual({ _schema: ['Must not be nested deeper than 32 levels.'] })
  })
})

describe('the mapping tables of positions', () => {
  test('are accepted all together', () => {
    expect(
      refusal({
        ...counts,
        aggregation_unit: 'lon-lat',
        mapping_table: 'geography.cell_sites',
        geom_table: 'infrastructure.sites',
        geom_table_join_column: 'site_id',
      }),
    ).toBeUndefined()
  })
})

describe('parts of a query', () => {
  const other = { ...day, aggregation_unit: 'admin2' }
  const week = { start_date: '2016-01-01', end_date: '2016-01-08', aggregation_unit: 'admin3' }
  const unique = { query_kind: 'unique_locations', ...week }
  const visits = (location: object) => ({ query_kind: 'location_visits', locations: [location] })
  const majority = (location: object, others: object = {}) => ({
    query_kind: 'majority_location',
    subscriber_location_weights: visits(location),
    ...others,
  })
  const coalesced = (preferred: object, weights: object) => ({
    query_kind: 'coalesced_location',
    preferred_location: majority(preferred),
    fallback_location: majority(day),
    subscriber_location_weights: visits(weights),
    weight_threshold: 1,
  })
  const labels = (...locations: object[]) => ({
    query_kind: 'mobility_classification',
    locations,
    stay_length_threshold: 1,
  })
  const same = (name: string) => `Must have the same aggregation unit as ${name}.`

  test.each<[string, object, object]>([
    [
      'visits',
      {
        query_kind: 'spatial_aggregate',
        locations: {
          ...majority(day),
          subscriber_location_weights: { query_kind: 'location_visits', locations: [day, other] },
        },
      },
      {
        locations: {
          subscriber_location_weights: { locations: ['Must all have the same aggregation unit.'] },
        },
      },
    ],
    [
      'a preferred and a fallback location',
      { query_kind: 'spatial_aggregate', locations: coalesced(other, day) },
      { locations: { fallback_location: [same('preferred_location')] } },
    ],
    [
      'a fallback location and its visits',
      { query_kind: 'spatial_aggregate', locations: coalesced(day, other) },
      { locations: { subscriber_location_weights: [same('fallback_location')] } },
    ],
    [
      'reference locations and the places where people were',
      { query_kind: 'unmoving_at_reference_location_counts', locations: unique, reference_locations: other },
      { reference_locations: [same('locations')] },
    ],
    [
      'a majority of less than nothing',
      { query_kind: 'spatial_aggregate', locations: majority(day, { minimum_total_weight: -1 }) },
      { locations: { minimum_total_weight: ['Must be greater than or equal to 0.'] } },
    ],
    [
      'labels of no period',
      { query_kind: 'labelled_spatial_aggregate', locations: coalesced(day, day), labels: labels() },
      { labels: { locations: ['Shorter than minimum length 1.'] } },
    ],
    [
      'a longer period that is shorter',
      {
        query_kind: 'aggregate_network_objects',
        total_network_objects: { query_kind: 'total_network_objects', ...week },
        statistic: 'avg',
        aggregate_by: 'hour',
      },
      { aggregate_by: ['Must not be shorter than total_by.'] },
    ],
  ])('are refused: %s', (_, query, messages) => {
    expect(refusal(query as Record<string, unknown>)).toEqual(messages)
  })

  test('are not refused where the labels are about other places', () => {
    const locations = coalesced(day, day)
    const elsewhere = { ...coalesced(other, other), fallback_location: majority(other) }
    expect(
      refusal({ query_kind: 'labelled_spatial_aggregate', locations, labels: labels(elsewhere) }),
    ).toBeUndefined()
  })
})

describe('a per-subscriber kind', () => {
  const nested = DEFINITIONS.filter(({ level }) => level === 'nested').map(({ kind }) => kind)

  test('exists', () => {
    expect(nested).toContain('daily_location')
  })

  test.each(nested)('may not be asked for: %s', query_kind => {
    const parameters: Record<string, unknown> = { ...day, locations: [day], query_kind }
    expect(refusal(parameters)).toEqual({
      query_kind: [oneOf(TOP_KINDS)],
    })
  })
})

test('the ends of flows may be about different places', () => {
  const elsewhere = { ...day, aggregation_unit: 'grid:5' }
  for (const query_kind of ['flows', 'inflows', 'outflows'])
    expect(parseQuery({ query_kind, from_location: day, to_location: elsewhere })).toMatchObject({ ok: true })
})
