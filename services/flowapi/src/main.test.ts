import { type ChildProcess, spawn } from 'node:child_process'
import { createSecretKey, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect } from 'node:http2'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from '@flowkit/local-stack'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeCertificate, ownFolder } from './testing/certificates.ts'
import { createReleasedDatabase, type ReleasedDatabase } from './testing/flowdb.ts'
import { SPEC_SCOPES, spec } from './testing/queries.ts'
import { ScriptedMachine, success } from './testing/scripted-machine.ts'
import { claims, sign } from './testing/tokens.ts'

const PROGRAM = fileURLToPath(new URL('../dist/main.js', import.meta.url))
const machine = new ScriptedMachine(({ action }) => {
  const query_id = 'abc'
  switch (action) {
    case 'get_query_params':
      return success({ query_id, query_params: spec })
    case 'get_sql_for_query_result': {
      const sql = 'SELECT n, filling FROM released.many'
      const release = { threshold: null, rows_released: 300_000, cells_left_out: null }
      return success({ query_id, query_state: 'completed', sql, run: 7, grant: 1, release })
    }
    default:
      return success({}, 'pong')
  }
})
let database: ReleasedDatabase
let env: Record<string, string>

beforeAll(async () => {
  database = await createReleasedDatabase()
  await database.writer.query(
    `CREATE TABLE released.many AS SELECT n, repeat('x', 90) AS filling FROM generate_series(1, 300000) AS n`,
  )
  const { host, port, database: name, user, password } = database.address
  env = {
    FLOWAPI_PORT: String(await freePort()),
    FLOWAPI_IDENTIFIER: 'TEST_SERVER',
    FLOWMACHINE_ENDPOINTS: await machine.listen(),
    FLOWDB_HOST: host,
    FLOWDB_PORT: String(port),
    FLOWDB_DATABASE: name,
    FLOWAPI_FLOWDB_USER: user,
    FLOWAPI_FLOWDB_PASSWORD: password,
    JWT_SECRET_KEY: randomBytes(32).toString('hex'),
  }
})
afterAll(async () => {
  await machine.close()
  await database.close()
})

/** A program that runs, and all that it says. */
interface Program {
  readonly process: ChildProcess
  readonly output: () => string
  /** The exit code, when it has ended. */
  readonly ended: Promise<number | null>
}

function start(changes: Record<string, string> = {}): Program {
  const child = spawn(process.execPath, [PROGRAM], { env: { ...env, ...changes } })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (output += chunk))
  return { process: child, output: () => output, ended: once(child, 'close').then(([code]) => code) }
}

/** A token with one role. */
function tokenFor(scopes: readonly string[]): string {
  const signingKey = createSecretKey(Buffer.from(env.JWT_SECRET_KEY ?? ''))
  return sign(claims({ analyst: scopes }), { algorithm: 'HS256', signingKey })
}

async function until(path: string, status: number): Promise<void> {
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${env.FLOWAPI_PORT}${path}`).catch(() => undefined)
    if (answer?.status === status) return
    await sleep(20)
  }
}

describe('the gateway', () => {
  test('starts, is ready when FlowMachine and FlowDB answer, and ends cleanly when it is told to', async () => {
    const gateway = start()
    await until('/readyz', 200)
    gateway.process.kill('SIGTERM')
    expect(await gateway.ended).toBe(0)
    const events = gateway
      .output()
      .trim()
      .split('\n')
      .map(line => JSON.parse(line).event)
    const ofOurs = ['starting', 'ready', 'stopping']
    expect(events.filter(event => ofOurs.includes(event))).toEqual(ofOurs)
    expect(gateway.output()).not.toContain(env.JWT_SECRET_KEY)
  })

  test('lets downloads end before it does', async () => {
    const gateway = start()
    await until('/readyz', 200)
    const answer = await fetch(`http://127.0.0.1:${env.FLOWAPI_PORT}/api/0/get/abc.csv`, {
      headers: { authorization: `Bearer ${tokenFor(['get_result', ...SPEC_SCOPES])}` },
    })
    gateway.process.kill('SIGTERM')
    while (!gateway.output().includes('stopping')) await sleep(5)
    expect((await answer.text()).split('\r\n')).toHaveLength(300_002)
    expect(await gateway.ended).toBe(0)
  })

  test('lets downloads over HTTP/2 end as well, and keeps no idle connection', async () => {
    const { certificate, key } = await makeCertificate(await ownFolder(), 'flowapi')
    const gateway = start({ FLOWAPI_CERTIFICATE_PATH: certificate, FLOWAPI_CERTIFICATE_KEY_PATH: key })
    while (!gateway.output().includes('listening at https:')) await sleep(20)
    const url = `https://localhost:${env.FLOWAPI_PORT}`
    const [busy, idle] = [0, 1].map(() => connect(url, { ca: readFileSync(certificate) }))
    if (!busy || !idle) throw new Error('no connections')
    await once(idle, 'connect')
    const authorization = `Bearer ${tokenFor(['get_result', ...SPEC_SCOPES])}`
    const download = busy.request({ ':path': '/api/0/get/abc.csv', authorization })
    await once(download, 'response')
    gateway.process.kill('SIGTERM')
    while (!gateway.output().includes('stopping')) await sleep(5)
    expect((await text(download)).split('\r\n')).toHaveLength(300_002)
    expect(await gateway.ended).toBe(0)
  })

  test('starts without FlowDB too, and says that it is not ready', async () => {
    const gateway = start({ FLOWDB_PORT: '1' })
    await until('/healthz', 200)
    await until('/readyz', 503)
    gateway.process.kill('SIGINT')
    expect(await gateway.ended).toBe(0)
  })

  test('warns of a secret that can be guessed, where that is allowed', async () => {
    const gateway = start({ JWT_SECRET_KEY: 'secret', FLOWAPI_ALLOW_WEAK_KEYS: 'true' })
    await until('/healthz', 200)
    gateway.process.kill('SIGTERM')
    expect(await gateway.ended).toBe(0)
    expect(gateway.output()).toContain('can be guessed')
  })

  test('does not start with a configuration that cannot be used, and says why in a line or two', async () => {
    const gateway = start({ FLOWAPI_IDENTIFIER: '' })
    expect(await gateway.ended).toBe(1)
    expect(gateway.output()).toBe('The configuration cannot be used:\n  FLOWAPI_IDENTIFIER: must be set\n')
  })

  test('does not start on a port that is taken', async () => {
    const { port = '' } = new URL(machine.address)
    const gateway = start({ FLOWAPI_PORT: port })
    expect(await gateway.ended).toBe(1)
    expect(gateway.output()).toContain('EADDRINUSE')
  })
})
