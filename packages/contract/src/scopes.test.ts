import { describe, expect, test } from 'vitest'
import { allScopes, geographyScope, neededScopes } from './scopes.ts'
import { parseQuery } from './validation.ts'

function canonical(query: unknown) {
  const parsed = parseQuery(query)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.messages))
  return parsed.spec
}

const day = { query_kind: 'daily_location', date: '2016-01-01', method: 'last', aggregation_unit: 'admin3' }
const modal = { query_kind: 'modal_location', locations: [day] }
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

  test('are not more for a published subset', () => {
    expect(neededScopes(canonical({ ...counts, subscriber_subset: 'an-id' }))).toEqual([
      'admin1:unique_subscriber_counts:unique_subscriber_counts',
    ])
  })
})

test('the scope of shapes is that of the places that the query is about', () => {
  expect(geographyScope(canonical({ query_kind: 'spatial_aggregate', locations: modal }))).toBe(
    'admin3:geography:geography',
  )
  expect(geographyScope(canonical(counts))).toBe('admin1:geography:geography')
})

// By FlowKit's rule: every unit, with every top-level kind, with that kind and every kind that it may hold.
test('all scopes are those of every kind with every part and unit, the simple ones and the subsets', () => {
  const perUnit = (unit: string) => [
    `${unit}:dfs_metric_total_amount:dfs_metric_total_amount`,
    `${unit}:flows:daily_location`,
    `${unit}:flows:flows`,
    `${unit}:flows:modal_location`,
    `${unit}:geography:geography`,
    `${unit}:joined_spatial_aggregate:daily_location`,
    `${unit}:joined_spatial_aggregate:displacement`,
    `${unit}:joined_spatial_aggregate:event_count`,
    `${unit}:joined_spatial_aggregate:handset`,
    `${unit}:joined_spatial_aggregate:joined_spatial_aggregate`,
    `${unit}:joined_spatial_aggregate:modal_location`,
    `${unit}:joined_spatial_aggregate:nocturnal_events`,
    `${unit}:joined_spatial_aggregate:pareto_interactions`,
    `${unit}:joined_spatial_aggregate:radius_of_gyration`,
    `${unit}:joined_spatial_aggregate:subscriber_degree`,
    `${unit}:joined_spatial_aggregate:topup_amount`,
    `${unit}:joined_spatial_aggregate:topup_balance`,
    `${unit}:joined_spatial_aggregate:total_active_periods`,
    `${unit}:joined_spatial_aggregate:unique_location_counts`,
    `${unit}:localised_calendar_activity:daily_location`,
    `${unit}:localised_calendar_activity:localised_calendar_activity`,
    `${unit}:localised_calendar_activity:modal_location`,
    `${unit}:location_event_counts:location_event_counts`,
    `${unit}:spatial_aggregate:daily_location`,
    `${unit}:spatial_aggregate:modal_location`,
    `${unit}:spatial_aggregate:spatial_aggregate`,
    `${unit}:unique_subscriber_counts:unique_subscriber_counts`,
  ]
  expect(allScopes()).toEqual([
    ...['admin0', 'admin1', 'admin2', 'admin3'].flatMap(perUnit),
    'get_available_dates',
    'get_qa_checks',
    'get_result',
    ...perUnit('lon-lat'),
    'nonspatial:calendar_activity:calendar_activity',
    'nonspatial:histogram_aggregate:daily_location',
    'nonspatial:histogram_aggregate:displacement',
    'nonspatial:histogram_aggregate:event_count',
    'nonspatial:histogram_aggregate:histogram_aggregate',
    'nonspatial:histogram_aggregate:modal_location',
    'nonspatial:histogram_aggregate:nocturnal_events',
    'nonspatial:histogram_aggregate:pareto_interactions',
    'nonspatial:histogram_aggregate:radius_of_gyration',
    'nonspatial:histogram_aggregate:subscriber_degree',
    'nonspatial:histogram_aggregate:topup_amount',
    'nonspatial:histogram_aggregate:topup_balance',
    'nonspatial:histogram_aggregate:total_active_periods',
    'nonspatial:histogram_aggregate:unique_location_counts',
    'run',
    'subset:daily_location',
    'subset:displacement',
    'subset:event_count',
    'subset:handset',
    'subset:modal_location',
    'subset:nocturnal_events',
    'subset:pareto_interactions',
    'subset:radius_of_gyration',
    'subset:subscriber_degree',
    'subset:topup_amount',
    'subset:topup_balance',
    'subset:total_active_periods',
    'subset:unique_location_counts',
  ])
})
