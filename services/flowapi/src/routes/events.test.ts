import { beforeEach, expect, test } from 'vitest'
import { SPEC_SCOPES, spec } from '../testing/queries.ts'
import { failure, success } from '../testing/scripted-machine.ts'
import { useWorld } from '../testing/world.ts'

const progress = { eligible: 3, queued: 2, running: 1 }
const nearly = { eligible: 1, queued: 0, running: 1 }
/** What FlowMachine says, look after look; the last of it again and again. */
let looks: { query_state: string; progress: object; reason: string | null }[] = []

const world = useWorld(({ action, params }) => {
  const query_id = params?.query_id
  if (query_id !== 'abc') return failure('Unknown', { query_id, query_state: 'awol' })
  if (action === 'get_query_params') return success({ query_id, query_params: spec })
  const look = looks.length > 1 ? looks.shift() : looks[0]
  return success({
    query_id,
    query_kind: spec.query_kind,
    queue_position: null,
    elapsed_seconds: null,
    ...look,
  })
})
beforeEach(() => {
  looks = []
})

const follow = (init: RequestInit = {}, scopes: readonly string[] = SPEC_SCOPES) =>
  world.gateway.call('/api/0/events/abc', scopes, init)
const event = (name: string, data: object) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`

test('the events tell each change of the progress once, and end with the result', async () => {
  looks = [
    { query_state: 'queued', progress, reason: null },
    { query_state: 'queued', progress, reason: null },
    { query_state: 'executing', progress: nearly, reason: null },
    { query_state: 'completed', progress: { eligible: 0, queued: 0, running: 0 }, reason: null },
  ]
  const answer = await follow({ headers: { 'accept-encoding': 'gzip' } })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(answer.headers.has('content-encoding')).toBe(false)
  expect(await answer.text()).toBe(
    event('progress', { status: 'queued', progress }) +
      event('progress', { status: 'executing', progress: nearly }) +
      event('completed', { status: 'completed', location: '/api/0/get/abc' }),
  )
})

test('a query that fails ends the events with why', async () => {
  looks = [{ query_state: 'errored', progress, reason: 'The subscriber subset holds too few.' }]
  expect(await (await follow()).text()).toBe(
    event('failed', { status: 'errored', msg: 'The subscriber subset holds too few.' }),
  )
})

test('when the caller leaves, FlowMachine is asked no more', async () => {
  looks = [{ query_state: 'queued', progress, reason: null }]
  const leaving = new AbortController()
  const answer = await follow({ signal: leaving.signal })
  await answer.body?.getReader().read()
  leaving.abort()
  const left = () => world.gateway.log.lines.some(({ event: said }) => said === 'the caller has left')
  while (!left()) await new Promise(setImmediate)
  const asked = world.machine.asked('poll_query').length
  await new Promise(resolve => setTimeout(resolve, 1_200))
  expect(world.machine.asked('poll_query').length).toBe(asked)
})

test('an unknown id is 404, and the scopes of the query are needed', async () => {
  expect((await world.gateway.call('/api/0/events/other', SPEC_SCOPES)).status).toBe(404)
  expect((await follow({}, ['run', 'get_result'])).status).toBe(403)
})

test('the events end with the token', async () => {
  looks = [{ query_state: 'queued', progress, reason: null }]
  const exp = Math.floor(Date.now() / 1_000) + 2
  const authorization = `Bearer ${world.gateway.token({ analyst: SPEC_SCOPES }, { exp })}`
  const answer = await fetch(`${world.gateway.url}/api/0/events/abc`, { headers: { authorization } })
  expect(await answer.text()).toBe(event('progress', { status: 'queued', progress }))
})
