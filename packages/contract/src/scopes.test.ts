import { describe, expect, test } from 'vitest'
import { allScopes, geographyScopes, neededScopes } from './scopes.ts'
import { parseQuery } from './validation.ts'

function canonical(query: unknown) {
  const parsed = parseQuery(query)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.messages))
  return parsed.spec
}

const day = { query_kind: 'daily_location', date: '2016-01-01', method: 'last', aggregation_unit: 'admin3' }
const modal = { query_kind: 'modal_location', locations: [day] }
const mixed = {
  query_kind: 'flows',
  from_location: day,
  to_location: { ...day, aggregation_unit: 'grid:5' },
}
const counts = {
  query_kind: 'unique_subscriber_counts',
  start_date: '2016-01-01',
  end_date: '2016-01-08',
  aggregation_unit: 'admin1',
}

describe('the scopes that a query needs', () => {
  test('are one for each kind in it, under its own kind and unit', () => {
    expect(neededScopes(canonical({ query_kind: 'flows', from_location: day, to_location: modal }))).toEqual([
      'admin3:flows:daily_location',
      'admin3:flows:flows',
      'admin3:flows:modal_location',
    ])
  })

  test('are its own alone where it has no parts', () => {
    expect(neededScopes(canonical(counts))).toEqual([
      'admin1:unique_subscriber_counts:unique_subscriber_counts',
    ])
    expect(neededScopes(canonical({ query_kind: 'geography', aggregation_unit: 'lon-lat' }))).toEqual([
      'lon-lat:geography:geography',
    ])
  })

  test('are those of both units of flows between two', () => {
    expect(neededScopes(canonical(mixed))).toEqual([
      'admin3:flows:daily_location',
      'admin3:flows:flows',
      'grid:5:flows:daily_location',
      'grid:5:flows:flows',
    ])
  })

  test('name the kinds of a subset apart from the parts', () => {
    expect(neededScopes(canonical({ ...counts, subscriber_subset: modal }))).toEqual([
      'admin1:unique_subscriber_counts:unique_subscriber_counts',
      'subset:daily_location',
      'subset:modal_location',
    ])
  })

  test('name the kinds of a subset within a part and within a subset', () => {
    const home = { ...day, subscriber_subset: { ...day, subscriber_subset: modal } }
    expect(neededScopes(canonical({ query_kind: 'spatial_aggregate', locations: home }))).toEqual([
      'admin3:spatial_aggregate:daily_location',
      'admin3:spatial_aggregate:spatial_aggregate',
      'subset:daily_location',
      'subset:modal_location',
    ])
  })

  test('name the parts of a metric, too, whatever its own places', () => {
    const metric = {
      query_kind: 'displacement',
      statistic: 'avg',
      start_date: '2016-01-01',
      end_date: '2016-01-08',
      reference_location: { ...day, aggregation_unit: 'lon-lat' },
    }
    const joined = { query_kind: 'joined_spatial_aggregate', locations: modal, metric, method: 'avg' }
    expect(neededScopes(canonical(joined))).toEqual([
      'admin3:joined_spatial_aggregate:daily_location',
      'admin3:joined_spatial_aggregate:displacement',
      'admin3:joined_spatial_aggregate:joined_spatial_aggregate',
      'admin3:joined_spatial_aggregate:modal_location',
    ])
  })

  test('name a published subset by its id', () => {
    expect(neededScopes(canonical({ ...counts, subscriber_subset: 'an-id' }))).toEqual([
      'admin1:unique_subscriber_counts:unique_subscriber_counts',
      'subset:published:an-id',
    ])
  })
})

test('squares have a scope for each of their sizes', () => {
  expect(neededScopes(canonical({ ...counts, aggregation_unit: 'grid:5' }))).toEqual([
    'grid:5:unique_subscriber_counts:unique_subscriber_counts',
  ])
})

test('the scope of shapes is that of the places that the query is about', () => {
  expect(geographyScopes(canonical({ query_kind: 'spatial_aggregate', locations: modal }))).toEqual([
    'admin3:geography:geography',
  ])
  expect(geographyScopes(canonical(counts))).toEqual(['admin1:geography:geography'])
  expect(geographyScopes(canonical(mixed))).toEqual([
    'admin3:geography:geography',
    'grid:5:geography:geography',
  ])
})

const REFERENCE_LOCATIONS = [
  'coalesced_location',
  'daily_location',
  'location_visits',
  'majority_location',
  'modal_location',
  'most_frequent_location',
  'visited_most_days',
]
const FLOW_ENDS = [...REFERENCE_LOCATIONS, 'unique_locations']
const LABELS = [
  'coalesced_location',
  'daily_location',
  'location_visits',
  'majority_location',
  'mobility_classification',
  'modal_location',
]
const NUMBERS = [
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
/** What each kind about places may hold, at any depth. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  active_at_reference_location_counts: FLOW_ENDS,
  aggregate_network_objects: ['total_network_objects'],
  consecutive_trips_od_matrix: [],
  dfs_metric_total_amount: [],
  dummy_query: [],
  flows: FLOW_ENDS,
  geography: [],
  inflows: FLOW_ENDS,
  joined_spatial_aggregate: [...REFERENCE_LOCATIONS, ...NUMBERS, 'handset'],
  labelled_flows: LABELS,
  labelled_spatial_aggregate: LABELS,
  localised_calendar_activity: REFERENCE_LOCATIONS,
  location_event_counts: [],
  location_introversion: [],
  meaningful_locations_aggregate: [],
  meaningful_locations_between_dates_od_matrix: [],
  meaningful_locations_between_label_od_matrix: [],
  outflows: FLOW_ENDS,
  spatial_aggregate: REFERENCE_LOCATIONS,
  total_network_objects: [],
  trips_od_matrix: [],
  unique_subscriber_counts: [],
  unique_visitor_counts: [...FLOW_ENDS, 'active_at_reference_location_counts', 'unique_subscriber_counts'],
  unmoving_at_reference_location_counts: FLOW_ENDS,
  unmoving_counts: ['unique_locations'],
}

const FLOWKITS_UNITS = ['admin0', 'admin1', 'admin2', 'admin3', 'lon-lat']
const UNITS = [...FLOWKITS_UNITS, 'cell', 'site', 'grid:1', 'grid:5', 'grid:10', 'grid:50']

const AREAS = UNITS.filter(unit => /^(admin|grid)/.test(unit))
/** The kinds that are not about all units. */
const ONLY: Readonly<Record<string, readonly string[]>> = {
  dfs_metric_total_amount: ['admin0', 'admin1', 'admin2', 'admin3'],
  meaningful_locations_aggregate: AREAS,
  meaningful_locations_between_dates_od_matrix: AREAS,
  meaningful_locations_between_label_od_matrix: AREAS,
}

// By FlowKit's rule: every unit, ours among them, with every top-level kind, with that kind and every kind that it may hold.
test('all scopes are those of every kind with every part and unit, the simple ones, limits and subsets', () => {
  const scopes = (unit: string, kind: string, parts: readonly string[]) =>
    [kind, ...parts].map(part => `${unit}:${kind}:${part}`)
  const perUnit = (unit: string) =>
    Object.entries(PARTS)
      .filter(([kind]) => (ONLY[kind] ?? UNITS).includes(unit))
      .flatMap(([kind, parts]) => scopes(unit, kind, parts))
  const nested = [...FLOW_ENDS, ...NUMBERS, 'handset', 'mobility_classification']
  expect(allScopes()).toEqual(
    [
      ...UNITS.flatMap(perUnit),
      ...scopes('nonspatial', 'calendar_activity', []),
      ...scopes('nonspatial', 'histogram_aggregate', [...REFERENCE_LOCATIONS, ...NUMBERS]),
      ...scopes('nonspatial', 'metric_aggregate', [...REFERENCE_LOCATIONS, ...NUMBERS, 'handset']),
      ...nested.map(kind => `subset:${kind}`),
      ...['any', 'minute', 'hour', 'day'].map(length => `limit:bucket:${length}`),
      ...['any', '1h', '1d', '7d', '28d'].map(length => `limit:window:${length}`),
      'get_available_dates',
      'get_qa_checks',
      'get_result',
      'run',
    ].sort(),
  )
})
