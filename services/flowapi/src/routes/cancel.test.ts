import { beforeEach, expect, test } from 'vitest'
import { SPEC_SCOPES, spec } from '../testing/queries.ts'
import { failure, success } from '../testing/scripted-machine.ts'
import { useWorld } from '../testing/world.ts'

let state = 'cancelled'
const world = useWorld(({ action, params }) => {
  const query_id = params?.query_id
  if (query_id !== 'abc') return failure(`Unknown query id: '${query_id}'`, { query_id, query_state: 'awol' })
  if (action === 'get_query_params') return success({ query_id, query_params: spec })
  return success({ query_id, query_state: state })
})
beforeEach(() => {
  world.machine.requests.length = 0
})

const cancel = (id = 'abc', scopes: readonly string[] = SPEC_SCOPES) =>
  world.gateway.call(`/api/0/poll/${id}`, scopes, { method: 'DELETE' })

test('a query that nobody else waits for is cancelled', async () => {
  state = 'cancelled'
  const answer = await cancel()
  expect(answer.status).toBe(200)
  expect(await answer.json()).toEqual({ status: 'cancelled', msg: '' })
})

test('who gives up a query that others wait for is told that it goes on', async () => {
  state = 'executing'
  expect(await (await cancel()).json()).toEqual({
    status: 'executing',
    msg: 'Others wait for this query: it goes on.',
  })
})

test('FlowMachine is told who gives up', async () => {
  await cancel()
  expect(world.machine.asked('cancel_query')).toMatchObject([
    { params: { query_id: 'abc' }, identity: { subject: 'test' } },
  ])
})

test('the scopes of the query are needed, and without them nothing is cancelled', async () => {
  expect((await cancel('abc', ['run', 'get_result'])).status).toBe(403)
  expect(world.machine.asked('cancel_query')).toEqual([])
})

test('an unknown id is 404, whatever the scopes', async () => {
  const answer = await cancel('other', [])
  expect(answer.status).toBe(404)
  expect(await answer.json()).toMatchObject({ status: 'awol', code: 'query_unknown' })
})
