import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeEach, describe, expect, test } from 'vitest'
import { posted, startGateway } from '../testing/gateway.ts'
import { SPEC_SCOPES, spec } from '../testing/queries.ts'
import { failure, type Script, success } from '../testing/scripted-machine.ts'
import { useWorld } from '../testing/world.ts'

const answers: Script = () => success({ calls: ['2016-01-01'] })
const world = useWorld(answers)
beforeEach(() => {
  world.machine.script = answers
  world.machine.requests.length = 0
})

describe('every refusal is JSON with a status, a code and a message', () => {
  const token = () => world.gateway.token({ analyst: ['run', ...SPEC_SCOPES] })

  async function refused(path: string, init: RequestInit = {}): Promise<Response> {
    const authorization = `Bearer ${token()}`
    const answer = await fetch(`${world.gateway.url}${path}`, {
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
    ['POST', '/api/0/poll/abc', 'DELETE, GET, HEAD'],
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
    world.machine.script = () => 'silence'
    const hasty = await startGateway({
      machines: [world.machine.address],
      database: world.database.reader,
      responseMs: 100,
    })
    try {
      const answer = await hasty.call('/api/0/run', ['run', ...SPEC_SCOPES], posted(spec))
      expect(answer.status).toBe(503)
      expect(answer.headers.get('retry-after')).toBe('5')
      expect(await answer.json()).toEqual({
        status: 'Error',
        code: 'machine_unavailable',
        msg: 'FlowMachine does not answer. Try again in a while.',
      })
    } finally {
      await hasty.close()
    }
  })

  test('of a FlowMachine that has too much to do, which is soon over', async () => {
    world.machine.script = () => failure('The server is busy.', { not_now: 'busy' })
    const answer = await world.gateway.call('/api/0/run', ['run', ...SPEC_SCOPES], posted(spec))
    expect(answer.status).toBe(503)
    expect(answer.headers.get('retry-after')).toBe('1')
    expect(await answer.json()).toMatchObject({ status: 'Error', code: 'machine_busy' })
  })

  test('of more than 64 kB of headers, and of what is not HTTP', async () => {
    const { port, hostname } = new URL(world.gateway.url)
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
  const token = world.gateway.token({ analyst: ['get_available_dates', ...many] })
  expect(token.length).toBeGreaterThan(40_000)
  const headers = { authorization: `Bearer ${token}` }
  expect((await fetch(`${world.gateway.url}/api/0/available_dates`, { headers })).status).toBe(200)
})

describe('the log', () => {
  test('has the request, the route and the user of an answer, and joins that of FlowMachine', async () => {
    const answer = await world.gateway.call('/api/0/available_dates?x=1', ['get_available_dates'])
    const id = answer.headers.get('x-request-id')
    await sleep(10)
    const lines = world.gateway.log.lines.filter(({ request_id }) => request_id === id)
    expect(lines.at(-1)).toMatchObject({
      event: 'answered',
      logger: 'flowapi',
      method: 'GET',
      path: '/api/0/available_dates',
      route: '/api/0/available_dates',
      user: 'test',
      status: 200,
    })
    expect(world.machine.requests.at(-1)?.request_id).toBe(id)
  })

  test('says where a request comes from by the word of proxies that are trusted, and of nobody else', async () => {
    const behind = await startGateway({
      machines: [],
      database: world.database.reader,
      trustedProxies: ['127.0.0.1'],
    })
    const headers = { 'x-forwarded-for': '192.0.2.7' }
    const sources = async ({ url, log }: typeof behind) => {
      const answer = await fetch(`${url}/api/0/available_dates`, { headers })
      const id = answer.headers.get('x-request-id')
      await sleep(10)
      return log.lines.filter(({ request_id }) => request_id === id).map(({ src_ip }) => src_ip)
    }
    try {
      expect(new Set(await sources(behind))).toEqual(new Set(['192.0.2.7']))
      expect(new Set(await sources(world.gateway))).toEqual(new Set(['127.0.0.1']))
    } finally {
      await behind.close()
    }
  })

  test('says which roles granted which scopes', async () => {
    const authorization = `Bearer ${world.gateway.token({
      idle: ['run'],
      steward: ['get_available_dates', 'get_qa_checks'],
    })}`
    const answer = await fetch(`${world.gateway.url}/api/0/available_dates`, { headers: { authorization } })
    const granted = world.gateway.log.lines.find(
      ({ event, request_id }) =>
        event === 'permission granted' && request_id === answer.headers.get('x-request-id'),
    )
    expect(granted).toMatchObject({
      user: 'test',
      requested_scopes: ['get_available_dates'],
      granting_roles: ['steward'],
    })
  })

  test('never has a token', async () => {
    const token = world.gateway.token({ analyst: [] })
    const attempts = [
      fetch(`${world.gateway.url}/api/0/available_dates`, { headers: { authorization: `Bearer ${token}` } }),
      fetch(`${world.gateway.url}/api/0/available_dates`, { headers: { authorization: `Bearer ${token}x` } }),
      fetch(`${world.gateway.url}/api/0/available_dates`, { headers: { authorization: token } }),
      fetch(`${world.gateway.url}/api/0/available_dates?token=${token}`),
    ]
    for (const attempt of attempts) expect((await attempt).status).toBeGreaterThanOrEqual(400)
    await sleep(10)
    const logged = JSON.stringify(world.gateway.log.lines)
    for (const part of token.split('.')) expect(logged).not.toContain(part)
  })
})

test('a caller who leaves while FlowMachine thinks is no failure', async () => {
  let asked = () => {}
  const untilAsked = new Promise<void>(resolve => {
    asked = resolve
  })
  world.machine.script = () => {
    asked()
    return 'silence'
  }
  const caller = new AbortController()
  const calling = world.gateway.call('/api/0/run', ['run', ...SPEC_SCOPES], {
    ...posted(spec),
    signal: caller.signal,
  })
  await untilAsked
  world.gateway.log.lines.length = 0
  caller.abort()
  await expect(calling).rejects.toThrow()
  while (!world.gateway.log.lines.some(({ code }) => code === 'caller_left')) await sleep(5)
  expect(world.gateway.log.lines.filter(({ level }) => level === 'error')).toEqual([])
})
