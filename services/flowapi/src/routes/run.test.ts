import { beforeEach, describe, expect, test } from 'vitest'
import { posted } from '../testing/gateway.ts'
import { canonical, SPEC_SCOPES, spec } from '../testing/queries.ts'
import { failure, success } from '../testing/scripted-machine.ts'
import { useWorld } from '../testing/world.ts'

const progress = { eligible: 2, queued: 1, running: 1 }
const accepts = () => success({ query_id: 'abc', progress })
const world = useWorld(accepts)
beforeEach(() => {
  world.machine.script = accepts
  world.machine.requests.length = 0
})

const SCOPES = ['run', ...SPEC_SCOPES]
const run = (body: unknown, scopes: readonly string[] = SCOPES) =>
  world.gateway.call('/api/0/run', scopes, posted(body))

test('a query is accepted with its id, its progress and where to poll', async () => {
  const answer = await run(spec)
  expect(answer.status).toBe(202)
  expect(answer.headers.get('location')).toBe('/api/0/poll/abc')
  expect(await answer.json()).toEqual({ query_id: 'abc', progress })
})

test('FlowMachine is asked for the canonical form, on behalf of whoever holds the token', async () => {
  const token = world.gateway.token({ analyst: SCOPES }, { sub: 'ana', iss: 'flowauth', jti: 'token-7' })
  const init = posted(spec)
  const headers = { ...init.headers, authorization: `Bearer ${token}` }
  const answer = await fetch(`${world.gateway.url}/api/0/run`, { ...init, headers })
  expect(world.machine.requests).toEqual([
    {
      action: 'run_query',
      request_id: answer.headers.get('x-request-id'),
      params: JSON.parse(JSON.stringify(canonical(spec))),
      identity: { issuer: 'flowauth', subject: 'ana', token_id: 'token-7' },
      priority: 'interactive',
    },
  ])
})

test('a query that can wait is marked so, and nothing else can be said of it', async () => {
  const runWith = (priority: string) =>
    world.gateway.call(`/api/0/run?priority=${priority}`, SCOPES, posted(spec))
  expect((await runWith('background')).status).toBe(202)
  expect(world.machine.requests).toMatchObject([{ action: 'run_query', priority: 'background' }])
  const refused = await runWith('urgent')
  expect(refused.status).toBe(400)
  expect(await refused.json()).toMatchObject({ code: 'priority_unknown' })
})

describe('a limit of a role', () => {
  const day = { ...spec.locations, hours: { start_hour: 6, end_hour: 18 } }
  const halfDay = { ...spec, locations: day }

  test('refuses what is finer, and says which limit it was', async () => {
    const answer = await run(halfDay, [...SCOPES, 'limit:window:1d'])
    expect(answer.status).toBe(403)
    expect(await answer.json()).toEqual({
      status: 'Error',
      code: 'limit_exceeded',
      msg: 'Role analyst: The query is about events of 12 hours, and limit:window:1d allows none of less than 1 day.',
    })
    expect(world.machine.requests).toEqual([])
  })

  test('is told to FlowMachine where it allows the query', async () => {
    expect((await run(spec, [...SCOPES, 'limit:window:1d'])).status).toBe(202)
    expect(world.machine.requests).toMatchObject([{ limits: ['limit:window:1d'] }])
  })

  test('does not hold for another role that allows the query', async () => {
    const roles = { limited: [...SCOPES, 'limit:window:28d'], free: SCOPES, idle: ['limit:window:7d'] }
    const headers = { ...posted(halfDay).headers, authorization: `Bearer ${world.gateway.token(roles)}` }
    const answer = await fetch(`${world.gateway.url}/api/0/run`, { ...posted(halfDay), headers })
    expect(answer.status).toBe(202)
    expect(world.machine.requests).toMatchObject([{ action: 'run_query' }])
    expect(world.machine.requests[0]).not.toHaveProperty('limits')
  })
})

describe('a query is not run', () => {
  test.each(SCOPES)('when the role lacks %s, which is then named', async missing => {
    const answer = await run(
      spec,
      SCOPES.filter(scope => scope !== missing),
    )
    expect(answer.status).toBe(403)
    expect(await answer.json()).toEqual({
      status: 'Error',
      code: 'scopes_missing',
      msg: 'User claims verification failed',
      payload: { missing_scopes: [missing] },
    })
    expect(world.machine.requests).toEqual([])
    const logged = world.gateway.log.lines.filter(({ code }) => code === 'scopes_missing').at(-1)
    expect(logged).toMatchObject({ user: 'test', payload: { missing_scopes: [missing] } })
  })

  test('when two roles have the scopes only together', async () => {
    const [first = '', ...others] = SCOPES
    const token = world.gateway.token({ one: [first], other: others })
    const init = posted(spec)
    const headers = { ...init.headers, authorization: `Bearer ${token}` }
    expect((await fetch(`${world.gateway.url}/api/0/run`, { ...init, headers })).status).toBe(403)
  })

  test('without a token', async () => {
    const answer = await fetch(`${world.gateway.url}/api/0/run`, posted(spec))
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toBe('Bearer')
    expect(await answer.json()).toMatchObject({ status: 'Error', msg: 'Missing Authorization Header' })
  })

  test('when something is wrong with it: the fields are named, and its scopes do not matter', async () => {
    const wrong = {
      ...spec,
      locations: { ...spec.locations, date: '2016-02-30', aggregation_unit: 'versioned-cell' },
    }
    const answer = await run(wrong, [])
    expect(answer.status).toBe(400)
    const body = await answer.json()
    expect(body).toEqual({
      status: 'Error',
      code: 'query_invalid',
      msg: expect.stringMatching(/^Parameter validation failed\./),
      payload: {
        validation_error_messages: {
          locations: {
            date: ['Not a valid datetime.'],
            aggregation_unit: [
              'Must be one of: admin0, admin1, admin2, admin3, lon-lat, cell, site, grid:1, grid:5, grid:10, grid:50.',
            ],
          },
        },
      },
    })
    expect(world.machine.requests).toEqual([])
  })

  test('when its kind may only be a part, whatever the scopes', async () => {
    for (const scopes of [[], ['run', 'admin3:daily_location:daily_location']]) {
      const answer = await run(spec.locations, scopes)
      expect(answer.status).toBe(400)
      expect(await answer.json()).toMatchObject({
        payload: { validation_error_messages: { query_kind: [expect.stringContaining('Must be one of')] } },
      })
    }
  })

  test.each<[what: string, body: unknown, msg: string]>([
    ['without a kind', { start_date: '2016-01-01' }, 'Query kind must be specified when running a query.'],
    ['that is a list', [spec], 'Could not parse query spec.'],
    ['that is null', null, 'Could not parse query spec.'],
    ['that is a text', 'flows', 'Could not parse query spec.'],
  ])('%s', async (_what, body, msg) => {
    const answer = await run(body)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ status: 'Error', msg })
  })
})

describe('what FlowMachine says', () => {
  test('about a wrong query is passed on', async () => {
    const messages = { locations: { date: ['There are no calls on 2016-01-01.'] } }
    world.machine.script = () =>
      failure('Parameter validation failed. …', { params: spec, validation_error_messages: messages })
    const answer = await run(spec)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toEqual({
      status: 'Error',
      code: 'query_invalid',
      msg: 'Parameter validation failed. …',
      payload: { params: spec, validation_error_messages: messages },
    })
  })

  test('about a user who waits for too many is passed on, with when to try again', async () => {
    world.machine.script = () => failure('You wait for 500 queries already.', { too_many_queries: true })
    const answer = await run(spec)
    expect(answer.status).toBe(429)
    expect(answer.headers.get('retry-after')).toBe('10')
    expect(await answer.json()).toEqual({
      status: 'Error',
      code: 'queries_too_many',
      msg: 'You wait for 500 queries already.',
    })
  })

  test('about a failure of its own is a failure of ours', async () => {
    world.machine.script = () => failure('Could not get reply for message')
    const answer = await run(spec)
    expect(answer.status).toBe(500)
    expect(await answer.json()).toEqual({
      status: 'Error',
      code: 'machine_refused',
      msg: 'Could not get reply for message',
    })
  })

  test('that is no answer to the question is none at all', async () => {
    world.machine.script = () => success({ query_id: 7 })
    const answer = await run(spec)
    expect(answer.status).toBe(503)
    expect(await answer.json()).toMatchObject({ code: 'machine_unavailable' })
  })
})
