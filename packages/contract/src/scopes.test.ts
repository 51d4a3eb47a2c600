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
    `${unit}:flows:daily_location`,
    `${unit}:flows:flows`,
    `${unit}:flows:modal_location`,
    `${unit}:geography:geography`,
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
    'nonspatial:histogram_aggregate:histogram_aggregate',
    'nonspatial:histogram_aggregate:radius_of_gyration',
    'run',
    'subset:daily_location',
    'subset:modal_location',
    'subset:radius_of_gyration',
  ])
})
