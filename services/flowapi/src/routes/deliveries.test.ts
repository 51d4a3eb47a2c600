import { once } from 'node:events'
import { request as plainRequest } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { SPEC_SCOPES, spec } from '../testing/queries.ts'
import { failure, success } from '../testing/scripted-machine.ts'
import { useWorld } from '../testing/world.ts'

const SQL: Readonly<Record<string, string>> = {
  small: 'SELECT pcod, value FROM released.counts ORDER BY pcod',
  large: 'SELECT n, filling FROM released.many',
  unreadable: 'SELECT * FROM cache.queries',
}
let ledgerTakes = true

const world = useWorld(({ action, params }) => {
  const query_id = String(params?.query_id)
  if (action === 'get_query_params') return success({ query_id, query_params: spec })
  if (action === 'close_grant') return ledgerTakes ? success({}) : failure('no')
  const release = { threshold: 16, rows_released: 2, cells_left_out: 10 }
  return success({ query_id, query_state: 'completed', run: 7, grant: 12, sql: SQL[query_id], release })
})
beforeAll(async () => {
  await world.database.writer.query(`
    CREATE TABLE released.counts AS SELECT * FROM (VALUES ('a', 16::bigint), ('b', 20)) AS rows (pcod, value)`)
  await world.database.writer.query(`
    CREATE TABLE released.many AS SELECT n, repeat('x', 90) AS filling FROM generate_series(1, 500000) AS n`)
})
beforeEach(() => {
  ledgerTakes = true
  world.machine.requests.length = 0
})

const SCOPES = ['get_result', ...SPEC_SCOPES]
const get = (file: string) => world.gateway.call(`/api/0/get/${file}`, SCOPES)

/** What the ledger has been told; waits until it has been told something. */
async function told() {
  for (;;) {
    const closings = world.machine.asked('close_grant')
    if (closings.length > 0) return closings
    await sleep(10)
  }
}

test('the ledger is told that a result went out whole, how large it was, and to whom', async () => {
  const body = await (await get('small.csv')).text()
  expect(body).toBe('pcod,value\r\na,16\r\nb,20\r\n')
  expect(await told()).toMatchObject([
    {
      params: { grant: 12, outcome: 'whole', bytes: 24 },
      identity: { subject: 'test', token_id: 'token-1' },
    },
  ])
})

test('the ledger is told that the reader left, and after how much', async () => {
  const headers = { authorization: `Bearer ${world.gateway.token({ analyst: SCOPES })}` }
  const request = plainRequest(`${world.gateway.url}/api/0/get/large.csv`, { headers }).end()
  const [response] = await once(request, 'response')
  response.on('error', () => {})
  await once(response, 'data')
  request.destroy()
  const [closing] = await told()
  expect(closing).toMatchObject({ params: { grant: 12, outcome: 'broken off' } })
  const bytes = Number(closing?.params?.bytes)
  expect(bytes).toBeGreaterThan(0)
  // 500,000 rows of at least 90 letters.
  expect(bytes).toBeLessThan(45_000_000)
})

test('the ledger is told when nothing of a granted result could be read', async () => {
  const answer = await get('unreadable.csv')
  expect(answer.status).toBe(500)
  await answer.text()
  expect(await told()).toMatchObject([{ params: { grant: 12, outcome: 'failed', bytes: 0 } }])
})

test('a ledger that cannot be told how a grant ended harms nobody', async () => {
  ledgerTakes = false
  expect((await get('small.csv')).status).toBe(200)
  await told()
  expect((await get('small.csv')).status).toBe(200)
})
