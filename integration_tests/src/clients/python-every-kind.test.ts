import { beforeAll, expect, inject, test } from 'vitest'
import { QUESTIONS, WITHOUT_A_MAP } from '../harness/every-kind.ts'
import { bodyOf, complete } from '../harness/gateway.ts'
import { PYTHON_INSTALLATION_MS } from '../harness/python.ts'
import { inOrder } from '../harness/rows.ts'
import { sharedSystem } from '../harness/shared.ts'
import { type HeardOfKinds, resultsByPythonClient } from './python.ts'

/* A result of each kind as FlowKit's own Python client gets it, which must be what plain HTTP gives for the same. */

/** The kinds that the client has no function for; shapes it asks for in another way. */
const UNKNOWN = [
  'dfs_metric_total_amount',
  'dummy_query',
  'geography',
  'metric_aggregate',
  'unique_visitor_counts',
]

const { api, url } = sharedSystem()
const known = [...QUESTIONS].filter(([kind]) => !UNKNOWN.includes(kind))
let told: HeardOfKinds

beforeAll(async () => {
  told = await resultsByPythonClient({ FLOWAPI_URL: url, FLOWAPI_TOKEN: inject('token') }, QUESTIONS)
}, PYTHON_INSTALLATION_MS)

test('it has a function for each of the other kinds', () => {
  expect(Object.keys(told.heard).sort()).toEqual(known.map(([kind]) => kind).sort())
})

test.each(known)('it gets %s as rows, and on a map if it is about places', async (kind, spec) => {
  const id = await complete(api, spec)
  const { query_result } = await bodyOf(await api.get(id), 200)
  expect(inOrder([...(told.heard[kind]?.rows ?? [])])).toEqual(inOrder(query_result as object[]))
  const drawn = told.heard[kind]?.map
  if (WITHOUT_A_MAP.includes(kind)) expect(drawn).toBeNull()
  else {
    const { features } = await bodyOf(await api.get(id, '.geojson'), 200)
    expect(inOrder([...(drawn?.features ?? [])])).toEqual(inOrder(features as object[]))
  }
})

test('it gets a histogram within a range, which it sends as a list', async () => {
  const metric = { query_kind: 'event_count', start_date: '2016-01-01', end_date: '2016-01-08' }
  const range = { lower_bound: 0, upper_bound: 40 }
  const asked = { query_kind: 'histogram_aggregate', metric, bins: { n_bins: 4 }, range }
  const { query_result } = await bodyOf(await api.get(await complete(api, asked)), 200)
  expect(told.with_range.length).toBeGreaterThan(1)
  expect(inOrder([...told.with_range])).toEqual(inOrder(query_result as object[]))
})
