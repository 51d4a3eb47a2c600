import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { allScopes, querySchemas } from '@flowkit/contract'
import { validate } from '@readme/openapi-parser'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createReleasedDatabase, type ReleasedDatabase } from '../testing/flowdb.ts'
import { posted, startGateway, type TestGateway } from '../testing/gateway.ts'
import { SPEC_SCOPES, spec } from '../testing/queries.ts'
import { failure, type Script, ScriptedMachine, success } from '../testing/scripted-machine.ts'

const DATES = { calls: ['2016-01-01', '2016-01-02'], sms: ['2016-01-01'], mds: [], topups: [] }
const PLACES = `SELECT 'Feature' AS type, 1 AS id, NULL::jsonb AS geometry, '{"pcod":"a"}'::jsonb AS properties`
const answers: Script = ({ action }) => {
  switch (action) {
    case 'ping':
      return success({}, 'pong')
    case 'get_available_dates':
      return success(DATES)
    case 'get_geography':
      return success({ query_id: 'abc', query_state: 'completed', sql: PLACES })
    default:
      return failure('Invalid action request.')
  }
}

const machine = new ScriptedMachine(answers)
let database: ReleasedDatabase
let gateway: TestGateway

beforeAll(async () => {
  database = await createReleasedDatabase()
  gateway = await startGateway({ machines: [await machine.listen()], database: database.reader })
})
afterAll(async () => {
  await gateway.close()
  await machine.close()
  await database.close()
})
beforeEach(() => {
  machine.script = answers
  machine.requests.length = 0
})

describe('geography', () => {
  const SCOPES = ['get_result', 'admin3:geography:geography']

  test('is the places of a unit as a file of features', async () => {
    const answer = await gateway.call('/api/0/geography/admin3', SCOPES)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('application/geo+json')
    expect(answer.headers.get('content-disposition')).toBe('attachment;filename=admin3.geojson')
    expect(await answer.json()).toEqual({
      type: 'FeatureCollection',
      features: [{ type: 'Feature', id: 1, geometry: null, properties: { pcod: 'a' } }],
    })
    expect(machine.requests).toMatchObject([
      { params: { aggregation_unit: 'admin3' }, identity: { subject: 'test' } },
    ])
  })

  test.each([...SCOPES, 'another unit'])('needs %s', async missing => {
    const unit = missing === 'another unit' ? 'admin2' : 'admin3'
    const answer = await gateway.call(
      `/api/0/geography/${unit}`,
      SCOPES.filter(scope => scope !== missing),
    )
    expect(answer.status).toBe(403)
    expect(machine.requests).toEqual([])
  })

  test('is not of units that do not exist', async () => {
    const answer = await gateway.call('/api/0/geography/parish', SCOPES)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({
      status: 'Error',
      payload: { validation_error_messages: { aggregation_unit: [expect.stringContaining('admin3')] } },
    })
  })

  test('fails as FlowMachine does', async () => {
    machine.script = () => failure('The geography is not ready yet. Ask again in a while.')
    const answer = await gateway.call('/api/0/geography/admin3', SCOPES)
    expect(answer.status).toBe(500)
    expect(await answer.json()).toMatchObject({ status: 'Error', msg: expect.stringContaining('not ready') })
  })
})

describe('available_dates', () => {
  test('is what FlowMachine holds, under a name', async () => {
    const answer = await gateway.call('/api/0/available_dates', ['get_available_dates'])
    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual({ available_dates: DATES })
  })

  test('needs its scope', async () => {
    expect((await gateway.call('/api/0/available_dates', ['run', 'get_result'])).status).toBe(403)
  })
})

describe('health', () => {
  test('is told to anybody, whatever the others do', async () => {
    machine.script = () => 'silence'
    const answer = await fetch(`${gateway.url}/healthz`)
    expect(answer.status).toBe(200)
    expect(machine.requests).toEqual([])
  })

  test('and readiness too, when FlowMachine and FlowDB answer', async () => {
    const answer = await fetch(`${gateway.url}/readyz`)
    expect(answer.status).toBe(200)
    expect(machine.asked('ping')).toHaveLength(1)
  })

  test('is not readiness: what does not answer is named', async () => {
    const gone = new ScriptedMachine(answers)
    const address = await gone.listen()
    await gone.close()
    const alone = await startGateway({ machines: [address], database: database.reader })
    try {
      const answer = await fetch(`${alone.url}/readyz`)
      expect(answer.status).toBe(503)
      expect(await answer.json()).toEqual({
        status: 'Error',
        code: 'not_ready',
        msg: 'Not ready: no answer from flowmachine',
        payload: { missing: ['flowmachine'] },
      })
    } finally {
      await alone.close()
    }
  })
})

test('the root answers nothing, to anybody', async () => {
  const answer = await fetch(gateway.url)
  expect(answer.status).toBe(200)
  expect(await answer.text()).toBe('')
})

describe('the OpenAPI document', () => {
  /** As far as the tests look into it. */
  interface Document {
    readonly openapi: string
    readonly info: object
    readonly servers: unknown
    readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId: string }>>>>
    readonly components: { readonly schemas: unknown; readonly securitySchemes: unknown }
  }

  async function document(): Promise<Document> {
    const answer = await fetch(`${gateway.url}/api/0/spec/openapi.json`)
    return (await answer.json()) as Document
  }

  test('is valid', async () => {
    const checked = await validate((await document()) as unknown as Parameters<typeof validate>[0])
    expect(checked).toMatchObject({ valid: true, warnings: [] })
  })

  test('describes the routes of FlowKit by its names, and this server', async () => {
    const { openapi, info, servers, paths } = await document()
    expect(openapi).toMatch(/^3\.0\./)
    expect(info).toMatchObject({ title: 'FlowAPI', version: expect.stringMatching(/^\d+\.\d+\.\d+/) })
    expect(servers).toEqual([{ url: 'https://flowkit.example.org' }])
    const ids = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { operationId }]) => `${method} ${path} ${operationId}`),
    )
    expect(ids.sort()).toEqual([
      'get /api/0/available_dates query.get_available_dates.get',
      'get /api/0/geography/{aggregation_unit} geography.get_geography.get',
      'get /api/0/get/{query_id} query.get_query_result.get',
      'get /api/0/get/{query_id}.{filetype} query.get_query_result_file.get',
      'get /api/0/poll/{query_id} query.poll_query.get',
      'post /api/0/run query.run_query.post',
    ])
  })

  test('tells token generators the scopes and the audience', async () => {
    const { components } = await document()
    expect(components.schemas).toEqual(querySchemas())
    expect(components.securitySchemes).toEqual({
      token: {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'JWT',
        'x-security-scopes': allScopes(),
        'x-audience': 'TEST_SERVER',
      },
    })
  })
})

describe('every refusal is JSON with a status, a code and a message', () => {
  const token = () => gateway.token({ analyst: ['run', ...SPEC_SCOPES] })

  async function refused(path: string, init: RequestInit = {}): Promise<Response> {
    const authorization = `Bearer ${token()}`
    const answer = await fetch(`${gateway.url}${path}`, {
      ...init,
      headers: { authorization, ...init.headers },
    })
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    const body = await answer.clone().json()
    expect(body).toMatchObject({ status: 'Error', code: expect.any(String), msg: expect.any(String) })
    return answer
  }

  test.each(['/api/0/nothing', '/api/1/run', '/api/0/run/', '/admin', '/favicon.ico'])(
    'of %s, which does not exist',
    async path => {
      expect((await refused(path)).status).toBe(404)
    },
  )

  test.each([
    ['GET', '/api/0/run', 'POST'],
    ['POST', '/api/0/poll/abc', 'GET, HEAD'],
    ['DELETE', '/api/0/get/abc', 'GET'],
    ['PUT', '/', 'GET, HEAD'],
  ])('of %s %s, which is not for this method', async (method, path, allowed) => {
    const answer = await refused(path, { method })
    expect(answer.status).toBe(405)
    expect(answer.headers.get('allow')).toBe(allowed)
  })

  test.each<[what: string, status: number, type: string, body: string]>([
    ['that is not JSON', 400, 'application/json', '{"query_kind":'],
    ['that is empty', 400, 'application/json', ''],
    ['that would change prototypes', 400, 'application/json', '{"__proto__": {"admin": true}}'],
    ['of another type', 415, 'text/plain', JSON.stringify(spec)],
    ['of a form', 415, 'application/x-www-form-urlencoded', 'query_kind=flows'],
    ['of more than a megabyte', 413, 'application/json', JSON.stringify({ a: 'x'.repeat(1 << 20) })],
  ])('of a body %s', async (_what, status, type, body) => {
    const init = { method: 'POST', headers: { 'content-type': type }, body }
    expect((await refused('/api/0/run', init)).status).toBe(status)
  })

  test('of an address that is none', async () => {
    expect((await refused('/api/0/get/%E0%A4')).status).toBe(400)
  })

  test('of credentials that are none', async () => {
    for (const authorization of ['Basic dGVzdDp0ZXN0', 'Bearer', 'Bearer a b'])
      expect((await refused('/api/0/available_dates', { headers: { authorization } })).status).toBe(422)
  })

  test('of a FlowMachine that does not answer', async () => {
    machine.script = () => 'silence'
    const hasty = await startGateway({
      machines: [machine.address],
      database: database.reader,
      responseMs: 100,
    })
    try {
      const answer = await hasty.call('/api/0/run', ['run', ...SPEC_SCOPES], posted(spec))
      expect(answer.status).toBe(503)
      expect(await answer.json()).toEqual({
        status: 'Error',
        code: 'machine_unavailable',
        msg: 'FlowMachine does not answer. Try again in a while.',
      })
    } finally {
      await hasty.close()
    }
  })

  test('of more than 64 kB of headers, and of what is not HTTP', async () => {
    const { port, hostname } = new URL(gateway.url)
    const send = async (message: string) => {
      const socket = connect(Number(port), hostname)
      socket.write(message)
      return text(socket)
    }
    const parsed = (answer: string) => JSON.parse(answer.split('\r\n\r\n')[1] ?? '')
    const large = await send(
      `GET / HTTP/1.1\r\nhost: localhost\r\nauthorization: ${'x'.repeat(66_000)}\r\n\r\n`,
    )
    expect(large).toMatch(/^HTTP\/1\.1 431 /)
    expect(parsed(large)).toMatchObject({ status: 'Error', code: 'headers_too_large' })
    const garbage = await send('GARBAGE\r\n\r\n')
    expect(garbage).toMatch(/^HTTP\/1\.1 400 /)
    expect(parsed(garbage)).toMatchObject({ status: 'Error', code: 'request_malformed' })
  })
})

test('a token of 48 kB is read', async () => {
  const many = Array.from({ length: 1_300 }, () => crypto.randomUUID())
  const token = gateway.token({ analyst: ['get_available_dates', ...many] })
  expect(token.length).toBeGreaterThan(40_000)
  const headers = { authorization: `Bearer ${token}` }
  expect((await fetch(`${gateway.url}/api/0/available_dates`, { headers })).status).toBe(200)
})

describe('the log', () => {
  test('has the request, the route and the user of an answer, and joins that of FlowMachine', async () => {
    const answer = await gateway.call('/api/0/available_dates?x=1', ['get_available_dates'])
    const id = answer.headers.get('x-request-id')
    await sleep(10)
    const lines = gateway.log.lines.filter(({ request_id }) => request_id === id)
    expect(lines.at(-1)).toMatchObject({
      event: 'answered',
      logger: 'flowapi',
      method: 'GET',
      path: '/api/0/available_dates',
      route: '/api/0/available_dates',
      user: 'test',
      status: 200,
    })
    expect(machine.requests.at(-1)?.request_id).toBe(id)
  })

  test('never has a token', async () => {
    const token = gateway.token({ analyst: [] })
    const attempts = [
      fetch(`${gateway.url}/api/0/available_dates`, { headers: { authorization: `Bearer ${token}` } }),
      fetch(`${gateway.url}/api/0/available_dates`, { headers: { authorization: `Bearer ${token}x` } }),
      fetch(`${gateway.url}/api/0/available_dates`, { headers: { authorization: token } }),
      fetch(`${gateway.url}/api/0/available_dates?token=${token}`),
    ]
    for (const attempt of attempts) expect((await attempt).status).toBeGreaterThanOrEqual(400)
    await sleep(10)
    const logged = JSON.stringify(gateway.log.lines)
    for (const part of token.split('.')) expect(logged).not.toContain(part)
  })
})

test('a caller who leaves while FlowMachine thinks is no failure', async () => {
  let asked = () => {}
  const untilAsked = new Promise<void>(resolve => {
    asked = resolve
  })
  machine.script = () => {
    asked()
    return 'silence'
  }
  const caller = new AbortController()
  const calling = gateway.call('/api/0/run', ['run', ...SPEC_SCOPES], {
    ...posted(spec),
    signal: caller.signal,
  })
  await untilAsked
  gateway.log.lines.length = 0
  caller.abort()
  await expect(calling).rejects.toThrow()
  while (!gateway.log.lines.some(({ code }) => code === 'caller_left')) await sleep(5)
  expect(gateway.log.lines.filter(({ level }) => level === 'error')).toEqual([])
})
