import { expect, test } from 'vitest'
import { SPEC_SCOPES, spec } from '../testing/queries.ts'
import { failure, success } from '../testing/scripted-machine.ts'
import { useWorld } from '../testing/world.ts'

const progress = { eligible: 3, queued: 2, running: 1 }
let state = 'queued'
let reason: string | null = null

/** The ids that FlowMachine knows. */
const known = new Set<unknown>(['abc', 'another', 'forgotten'])

const world = useWorld(({ action, params }) => {
  const query_id = params?.query_id
  if (!known.has(query_id))
    return failure(`Unknown query id: '${query_id}'`, { query_id, query_state: 'awol' })
  if (action === 'get_query_params') return success({ query_id, query_params: spec })
  return success({
    query_id,
    query_kind: spec.query_kind,
    query_state: state,
    progress,
    reason,
    queue_position: 3,
    elapsed_seconds: 1.5,
  })
})

function poll(id = 'abc', scopes: readonly string[] = SPEC_SCOPES): Promise<Response> {
  return world.gateway.call(`/api/0/poll/${id}`, scopes)
}

test.each(['queued', 'executing'])('a query that is %s is 202 with its progress', async now => {
  state = now
  const answer = await poll()
  expect(answer.status).toBe(202)
  expect(await answer.json()).toEqual({
    status: now,
    msg: '',
    progress,
    queue_position: 3,
    elapsed_seconds: 1.5,
  })
})

test('a completed query is 303 to its result', async () => {
  state = 'completed'
  const answer = await poll()
  expect(answer.status).toBe(303)
  expect(answer.headers.get('location')).toBe('/api/0/get/abc')
  expect(await answer.json()).toEqual({ status: 'completed' })
})

test('a completed query is 200 to callers from whom redirects are hidden', async () => {
  state = 'completed'
  const answer = await world.gateway.call('/api/0/poll/abc', SPEC_SCOPES, {
    headers: { prefer: 'respond-async, no-redirect' },
  })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('preference-applied')).toBe('no-redirect')
  expect(await answer.json()).toEqual({ status: 'completed', location: '/api/0/get/abc' })
})

test.each(['errored', 'cancelled'])('a query that was %s is 500, with why', async now => {
  state = now
  reason = 'The subscriber subset holds too few.'
  const answer = await poll()
  expect(answer.status).toBe(500)
  expect(await answer.json()).toEqual({ status: now, code: 'query_failed', msg: reason })
})

test.each(['known', 'resetting'])('a query that is %s is 404: it can be run again', async now => {
  state = now
  const answer = await poll()
  expect(answer.status).toBe(404)
  expect(await answer.json()).toMatchObject({ status: now, msg: expect.any(String) })
})

test('an unknown id is 404, whatever the scopes', async () => {
  for (const scopes of [SPEC_SCOPES, []]) {
    const answer = await poll('other', scopes)
    expect(answer.status).toBe(404)
    expect(await answer.json()).toEqual({
      status: 'awol',
      code: 'query_unknown',
      msg: "Unknown query ID 'other'",
    })
  }
})

test('the scopes of the query are needed, and neither run nor get_result', async () => {
  state = 'queued'
  const [first = ''] = SPEC_SCOPES
  const answer = await poll('abc', ['run', 'get_result', first])
  expect(answer.status).toBe(403)
  expect(world.machine.asked('poll_query').length).toBeGreaterThan(0)
  world.machine.requests.length = 0
  await poll('abc', ['run'])
  expect(world.machine.asked('poll_query')).toEqual([])
})

test('every request to FlowMachine names who asks', async () => {
  world.machine.requests.length = 0
  await poll('another')
  expect(world.machine.requests.map(({ identity }) => identity?.subject)).toEqual(['test', 'test'])
})

test('what a query asks is asked once, and a query that has become unknown is 404', async () => {
  state = 'queued'
  expect((await poll('forgotten')).status).toBe(202)
  world.machine.requests.length = 0
  expect((await poll('forgotten')).status).toBe(202)
  expect((await poll('forgotten', ['run'])).status).toBe(403)
  expect(world.machine.requests.map(({ action }) => action)).toEqual(['poll_query'])
  known.delete('forgotten')
  const answer = await poll('forgotten')
  expect(answer.status).toBe(404)
  expect(await answer.json()).toMatchObject({ status: 'awol', code: 'query_unknown' })
})
