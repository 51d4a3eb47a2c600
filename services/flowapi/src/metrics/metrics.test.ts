import { listenForMetrics, type MetricsListener } from '@flowkit/service'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createReleasedDatabase, type ReleasedDatabase } from '../testing/flowdb.ts'
import { startGateway, type TestGateway } from '../testing/gateway.ts'
import { SPEC_SCOPES, spec } from '../testing/queries.ts'
import { ScriptedMachine, success } from '../testing/scripted-machine.ts'

const release = { threshold: 16, rows_released: 2, cells_left_out: 10 }
let sql = 'SELECT 1 AS n'
const machine = new ScriptedMachine(({ action, params }) => {
  const query_id = params?.query_id
  if (action === 'get_query_params') return success({ query_id, query_params: spec })
  return success({ query_id, query_state: 'completed', run: 1, grant: 1, sql, release })
})
let database: ReleasedDatabase
let gateway: TestGateway
let listener: MetricsListener

beforeAll(async () => {
  database = await createReleasedDatabase()
  gateway = await startGateway({ machines: [await machine.listen()], database: database.reader })
  listener = await listenForMetrics(gateway.metrics.registry, '127.0.0.1', 0)
})
afterAll(async () => {
  await listener.close()
  await gateway.close()
  await machine.close()
  await database.close()
})

const get = () => gateway.call('/api/0/get/abc.csv', ['get_result', ...SPEC_SCOPES])
const metrics = async () => (await fetch(`http://127.0.0.1:${listener.port}/metrics`)).text()

test('requests are counted and timed by route, method and status', async () => {
  await (await get()).text()
  await gateway.call('/api/0/get/abc.csv', [])
  await gateway.call('/api/0/nothing/of/the/kind', [])
  const text = await metrics()
  const route = 'method="GET",route="/api/0/get/:query_id(^[^.]*).:filetype"'
  expect(text).toContain(`flowapi_requests_total{${route},status="200"} 1`)
  expect(text).toContain(`flowapi_requests_total{${route},status="403"} 1`)
  expect(text).toContain('flowapi_requests_total{method="GET",route="unknown",status="404"} 1')
  expect(text).toMatch(/flowapi_request_duration_seconds_count\{.*get.*\} 2/)
})

test('streams and connections are told as they are, and so is the process', async () => {
  const text = await metrics()
  expect(text).toContain('flowapi_streams{kind="results",state="open"} 0')
  expect(text).toContain('flowapi_result_connections{state="busy"} 0')
  expect(text).toMatch(/^process_resident_memory_bytes \d+/m)
})

test('a result that broke off is counted by why', async () => {
  sql = 'SELECT md5(n::text) AS v, 1 / (300000 - n) AS w FROM generate_series(1, 400000) AS n'
  await expect((await get()).text()).rejects.toThrow()
  expect(await metrics()).toContain('flowapi_results_broken_off_total{reason="failed"} 1')
})

test('nothing of users or queries is among them', async () => {
  expect(await metrics()).not.toMatch(/analyst|abc|"test"/)
})

test('the gateway’s own port gives none', async () => {
  expect((await fetch(`${gateway.url}/metrics`)).status).toBe(404)
  expect((await fetch(`http://127.0.0.1:${listener.port}/`)).status).toBe(404)
})
