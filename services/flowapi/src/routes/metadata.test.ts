import { expect, test } from 'vitest'
import { canonical, SPEC_SCOPES, spec } from '../testing/queries.ts'
import { failure, success } from '../testing/scripted-machine.ts'
import { useWorld } from '../testing/world.ts'

const metadata = {
  query_id: 'abc',
  query_kind: 'spatial_aggregate',
  parameters: canonical(spec),
  aggregation_unit: 'admin3',
  columns: ['pcod', 'value'],
  time_zone: 'Africa/Accra',
  computed_at: '2016-02-01T10:00:00Z',
  up_to_date: true,
  data_versions: { 'calls/2016-01-01': '1', boundaries: '3' },
  sources: ['visits'],
  release: { threshold: 16, rows_released: 2, cells_left_out: 10 },
}
let state = 'completed'
const world = useWorld(({ action, params }) => {
  const query_id = params?.query_id
  if (query_id !== 'abc') return failure('Unknown', { query_id, query_state: 'awol' })
  if (action === 'get_query_params') return success({ query_id, query_params: spec })
  if (state !== 'completed') return failure(`It is ${state}.`, { query_id, query_state: state })
  return success({ run: 7, metadata })
})

const call = (id: string, scopes: readonly string[] = ['get_result', ...SPEC_SCOPES]) =>
  world.gateway.call(`/api/0/metadata/${id}`, scopes)

test('what a result means is told, and nothing of how it is stored', async () => {
  state = 'completed'
  const answer = await call('abc')
  expect(answer.status).toBe(200)
  expect(await answer.json()).toEqual(metadata)
})

test.each([
  ['queued', 202],
  ['executing', 202],
  ['errored', 403],
  ['known', 404],
  ['cancelled', 500],
])('of a query that is %s there is nothing to tell: %i, as for its result', async (now, status) => {
  state = now
  expect((await call('abc')).status).toBe(status)
})

test('an id that is unknown is 404', async () => {
  expect((await call('other')).status).toBe(404)
})

test('the scopes of the result are needed', async () => {
  state = 'completed'
  expect((await call('abc', SPEC_SCOPES)).status).toBe(403)
  expect((await call('abc', ['get_result', SPEC_SCOPES[0] ?? ''])).status).toBe(403)
})
