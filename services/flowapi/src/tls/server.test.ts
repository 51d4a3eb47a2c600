import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { type ClientHttp2Session, connect as connectHttp2, constants } from 'node:http2'
import { request as requestOverTls } from 'node:https'
import { text } from 'node:stream/consumers'
import { connect as connectTls } from 'node:tls'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { newCertificate } from '../testing/certificates.ts'
import { createReleasedDatabase, type ReleasedDatabase } from '../testing/flowdb.ts'
import { startGateway, type TestGateway } from '../testing/gateway.ts'
import { SPEC_SCOPES, spec } from '../testing/queries.ts'
import { ScriptedMachine, success } from '../testing/scripted-machine.ts'
import type { Certificate } from './certificate.ts'

const ROWS = 300_000
/** By query id. */
const SQL: Readonly<Record<string, string>> = {
  large: 'SELECT n, filling FROM released.many',
  failing: `SELECT repeat('x', 90), 1 / (${ROWS} - n) FROM released.many`,
}
const release = { threshold: 16, rows_released: 2, cells_left_out: 10 }
const machine = new ScriptedMachine(({ action, params }) => {
  if (action === 'close_grant') return success({})
  const query_id = String(params?.query_id)
  if (action === 'get_query_params') return success({ query_id, query_params: spec })
  return success({ query_id, query_state: 'completed', run: 1, sql: SQL[query_id], release, grant: 1 })
})
let database: ReleasedDatabase
let certificate: Certificate
let gateway: TestGateway

beforeAll(async () => {
  database = await createReleasedDatabase()
  await database.writer.query(
    `CREATE TABLE released.many AS SELECT n, repeat('x', 90) AS filling FROM generate_series(1, ${ROWS}) AS n`,
  )
  certificate = await newCertificate()
  gateway = await startGateway({
    machines: [await machine.listen()],
    database: database.reader,
    patience: { graceMs: 3_000, bytesPerSecond: 100_000_000, deadlineMs: 60_000 },
    certificate,
  })
})
afterAll(async () => {
  await gateway.close()
  await machine.close()
  await database.close()
})

const authorization = (extra: readonly string[] = []) =>
  `Bearer ${gateway.token({ analyst: ['run', 'get_result', ...SPEC_SCOPES, ...extra] })}`

/** An answer, whichever protocol it came by. */
interface Answer {
  readonly status: number
  readonly body: AsyncIterable<Buffer> & { pause(): unknown; resume(): unknown }
}
type Ask = (path: string, method?: string, body?: string, extraScopes?: readonly string[]) => Promise<Answer>

const overHttp1: Ask = async (path, method = 'GET', body = '', extra = []) => {
  const request = requestOverTls(`${gateway.url}${path}`, {
    method,
    ca: certificate.cert,
    agent: false,
    headers: { authorization: authorization(extra), 'content-type': 'application/json' },
  }).on('error', () => {})
  const [response]: IncomingMessage[] = await once(request.end(body), 'response')
  if (!response) throw new Error('no response')
  expect(response.httpVersion).toBe('1.1')
  return { status: response.statusCode ?? 0, body: response.on('error', () => {}) }
}

const overHttp2: Ask = async (path, method = 'GET', body = '', extra = []) => {
  const session = session2()
  const stream = session.request({
    ':path': path,
    ':method': method,
    authorization: authorization(extra),
    'content-type': 'application/json',
  })
  stream.on('error', () => {})
  if (body) stream.write(body)
  const [headers] = await once(stream.end(), 'response')
  return { status: headers[constants.HTTP2_HEADER_STATUS], body: stream }
}

function session2(): ClientHttp2Session {
  const session = connectHttp2(gateway.url, { ca: certificate.cert }).on('error', () => {})
  onTestFinished(() => session.destroy())
  return session
}

async function open(): Promise<number> {
  const { rows } = await database.superuser.query<{ open: number }>(
    `SELECT count(*)::int AS open FROM pg_stat_activity
     WHERE application_name = 'flowapi results' AND datname = current_database() AND state <> 'idle'`,
  )
  return rows[0]?.open ?? 0
}

describe.each([
  ['HTTP/1.1', overHttp1],
  ['HTTP/2', overHttp2],
])('over TLS and %s', (_protocol, ask) => {
  test('a result is streamed to its end, and nobody has left', async () => {
    gateway.log.lines.length = 0
    const { status, body } = await ask('/api/0/get/large.csv')
    expect(status).toBe(200)
    expect((await text(body)).split('\r\n')).toHaveLength(ROWS + 2)
    await expect.poll(() => gateway.log.lines.map(({ event }) => event)).toContain('answered')
    expect(gateway.log.lines.map(({ event }) => event)).not.toContain('the caller has left')
  })

  test('a body is read, and refused as everywhere', async () => {
    const { status, body } = await ask('/api/0/run', 'POST', '{"query_kind": "nothing"}')
    expect(status).toBe(400)
    expect(JSON.parse(await text(body))).toMatchObject({ code: 'query_invalid' })
  })

  test('headers of 40 kB are taken', async () => {
    // Nothing in them is alike, so that the claims stay large when they are compressed.
    const scopes = Array.from({ length: 1_500 }, () => crypto.randomUUID())
    const { status } = await ask('/api/0/nothing', 'GET', '', scopes)
    expect(authorization(scopes).length).toBeGreaterThan(40_000)
    expect(status).toBe(404)
  })

  test('a result that fails does not look like a whole one', async () => {
    const { status, body } = await ask('/api/0/get/failing.csv')
    expect(status).toBe(200)
    await expect(text(body)).rejects.toThrow()
  })

  test('a reader who takes nothing is cut off, and the database stops its work', async () => {
    const { body } = await ask('/api/0/get/large.csv')
    body.pause()
    await expect.poll(open).toBe(1)
    await expect.poll(open, { timeout: 10_000 }).toBe(0)
    await expect(text(body)).rejects.toThrow()
  })

  test('when a reader leaves, the database stops its work', async () => {
    const { body } = await ask('/api/0/get/large.csv')
    for await (const _piece of body) break
    await expect.poll(open, { timeout: 10_000 }).toBe(0)
  })
})

test('several requests go over one connection of HTTP/2 at a time', async () => {
  const session = session2()
  const answers = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const stream = session.request({ ':path': '/healthz' })
      const [headers] = await once(stream, 'response')
      stream.resume()
      return headers[':status']
    }),
  )
  expect(answers).toEqual(Array(20).fill(200))
})

/** The certificate that is shown to who connects now. */
async function shown(options: object = {}) {
  const { hostname: host, port } = new URL(gateway.url)
  const socket = connectTls({ host, port: Number(port), rejectUnauthorized: false, ...options })
  onTestFinished(() => {
    socket.destroy()
  })
  await once(socket, 'secureConnect')
  return { subject: socket.getPeerCertificate().subject.CN, protocol: socket.getProtocol() }
}

test.each(['TLSv1.2', 'TLSv1.3'] as const)('%s is spoken', async version => {
  expect(await shown({ minVersion: version, maxVersion: version })).toMatchObject({ protocol: version })
})

test('TLS 1.1 is not', async () => {
  const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }
  await expect(shown(old)).rejects.toThrow(/protocol version|alert/i)
})

test('a renewed certificate is shown to new connections, and those that are there go on', async () => {
  const { status, body } = await overHttp2('/api/0/get/large.csv')
  gateway.renewCertificate?.(await newCertificate('renewed'))
  expect(await shown()).toMatchObject({ subject: 'renewed' })
  expect(status).toBe(200)
  expect((await text(body)).split('\r\n')).toHaveLength(ROWS + 2)
  gateway.renewCertificate?.(certificate)
})
