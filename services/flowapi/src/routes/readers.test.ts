import { once } from 'node:events'
import { type IncomingMessage, request as plainRequest } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createReleasedDatabase, type ReleasedDatabase } from '../testing/flowdb.ts'
import { startGateway, type TestGateway } from '../testing/gateway.ts'
import { SPEC_SCOPES, spec } from '../testing/queries.ts'
import { ScriptedMachine, success } from '../testing/scripted-machine.ts'

const release = { threshold: 16, rows_released: 2, cells_left_out: 10 }
const machine = new ScriptedMachine(({ action, params }) => {
  const query_id = String(params?.query_id)
  if (action === 'get_query_params') return success({ query_id, query_params: spec })
  if (action === 'poll_query') {
    const progress = { eligible: 1, queued: 1, running: 0 }
    const waits = { queue_position: 1, elapsed_seconds: 0.5 }
    return success({ query_id, query_kind: 'flows', query_state: 'queued', progress, reason: null, ...waits })
  }
  const sql = query_id === 'large' ? 'SELECT n, filling FROM released.many' : 'SELECT 1 AS n'
  return success({ query_id, query_state: 'completed', run: 1, grant: 1, sql, release })
})
const SCOPES = ['get_result', ...SPEC_SCOPES]
const MOST = 4
let database: ReleasedDatabase
let gateway: TestGateway

beforeAll(async () => {
  database = await createReleasedDatabase()
  await database.writer.query(
    `CREATE TABLE released.many AS SELECT n, repeat('x', 90) AS filling FROM generate_series(1, 500000) AS n`,
  )
  gateway = await startGateway({
    machines: [await machine.listen()],
    database: database.reader,
    streamsPerUser: MOST,
    patience: { graceMs: 3_000, bytesPerSecond: 100_000_000, deadlineMs: 60_000 },
  })
})
afterAll(async () => {
  await gateway.close()
  await machine.close()
  await database.close()
})

const token = (sub: string) => gateway.token({ analyst: SCOPES }, { sub })

/** Begins to read, and then takes nothing more. */
async function stall(user: string): Promise<IncomingMessage> {
  const headers = { authorization: `Bearer ${token(user)}` }
  const request = plainRequest(`${gateway.url}/api/0/get/large.csv`, { headers }).on('error', () => {})
  const [response] = await once(request.end(), 'response')
  response.on('error', () => {})
  response.pause()
  return response
}

async function open(): Promise<number> {
  const { rows } = await database.superuser.query<{ open: number }>(
    `SELECT count(*)::int AS open FROM pg_stat_activity
     WHERE application_name = 'flowapi results' AND datname = current_database() AND state <> 'idle'`,
  )
  return rows[0]?.open ?? 0
}

describe('fifty readers who take nothing', () => {
  test('get no more than one user may, harm nobody else, and are cut off', async () => {
    const readers = await Promise.all(Array.from({ length: 50 }, () => stall('mallory')))
    const statuses = readers.map(({ statusCode }) => statusCode)
    expect(statuses.filter(status => status === 200)).toHaveLength(MOST)
    expect(statuses.filter(status => status === 429)).toHaveLength(50 - MOST)
    expect(readers.find(({ statusCode }) => statusCode === 429)?.headers['retry-after']).toBe('5')
    expect(await open()).toBe(MOST)

    const other = { headers: { authorization: `Bearer ${token('ana')}` } }
    expect((await fetch(`${gateway.url}/api/0/poll/small`, other)).status).toBe(202)
    const answer = await fetch(`${gateway.url}/api/0/get/small.csv`, other)
    expect(await answer.text()).toBe('n\r\n1\r\n')

    while ((await open()) > 0) await sleep(50)
    const cutOff = gateway.log.lines.filter(({ event }) => event === 'a result broke off')
    expect(cutOff).toHaveLength(MOST)
    expect(JSON.stringify(cutOff[0])).toContain('The result was read too slowly')
    const again = await fetch(`${gateway.url}/api/0/get/small.csv`, {
      headers: { authorization: `Bearer ${token('mallory')}` },
    })
    expect(again.status).toBe(200)
    for (const reader of readers) reader.destroy()
  })

  test('never see what they got as the whole', async () => {
    const reader = await stall('slow')
    while ((await open()) > 0) await sleep(50)
    const ended = new Promise(resolve =>
      reader.once('end', () => resolve('ended')).once('close', () => resolve('broke')),
    )
    reader.resume()
    expect(await ended).toBe('broke')
  })
})

test('a reader who is fast enough gets all of it', async () => {
  const answer = await fetch(`${gateway.url}/api/0/get/large.csv`, {
    headers: { authorization: `Bearer ${token('ana')}` },
  })
  expect((await answer.text()).split('\r\n')).toHaveLength(500_002)
})
