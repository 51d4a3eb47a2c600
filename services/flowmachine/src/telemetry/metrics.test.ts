import { listenForMetrics, type MetricsListener, watchPools } from '@flowkit/service'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask } from '../execution/ask.ts'
import { watchOver } from '../execution/watch.ts'
import { validated } from '../server/actions/query-spec.ts'
import { claimNext } from '../store/queue.ts'
import { heartbeat } from '../store/workers.ts'
import { startEngine, type TestEngine } from '../testing/engine.ts'
import { withClient } from '../testing/world.ts'
import { createMetrics } from './metrics.ts'
import { watchShared } from './shared-metrics.ts'

const AREA = { query_kind: 'geography', aggregation_unit: 'admin3' }
const OTHER_AREA = { query_kind: 'geography', aggregation_unit: 'admin2' }
const DEAD = { id: 'dead', host: 'there', pid: 1 }
const ALIVE_SECONDS = 60

let world: TestEngine
let listener: MetricsListener

beforeAll(async () => {
  world = await startEngine({
    areas: [
      [3, 'W', 0, 0, 5, 10],
      [2, 'WE', 0, 0, 10, 10],
    ],
    cells: [['west', 1, 1]],
    events: {},
  })
  const { control, computing, metrics } = world.engine
  watchPools(metrics.registry, 'flowmachine_database_connections', { computing, control })
  watchShared(metrics.registry, control, ALIVE_SECONDS)
  listener = await listenForMetrics(metrics.registry, '127.0.0.1', 0)
})
afterAll(async () => {
  await listener.close()
  await world.close()
})

/** What Prometheus would read: the samples of FlowMachine by name and labels. */
async function scraped(): Promise<Readonly<Record<string, number>>> {
  const answer = await fetch(`http://127.0.0.1:${listener.port}/metrics`)
  expect(answer.status).toBe(200)
  const samples = (await answer.text()).matchAll(/^(flowmachine_.+) (\S+)$/gm)
  return Object.fromEntries([...samples].map(([, name, value]) => [name, Number(value)]))
}

test('what waits is told, and for how long', async () => {
  await ask(world.engine, validated(AREA))
  await world.engine.control.query(`UPDATE cache.tasks SET queued_at = now() - interval '90 seconds'`)
  const seen = await scraped()
  // The shapes that are given out, and those that other queries are made of.
  expect(seen).toMatchObject({
    flowmachine_database_up: 1,
    'flowmachine_tasks{state="queued"}': 2,
    'flowmachine_tasks{state="executing"}': 0,
    flowmachine_workers: 0,
    flowmachine_computing: 0,
    'flowmachine_cache_results{state="current"}': 0,
  })
  expect(seen.flowmachine_oldest_queued_seconds).toBeGreaterThan(89)
  expect(seen.flowmachine_oldest_queued_seconds).toBeLessThan(200)
})

test('what a dead process leaves is taken over, which is counted', async () => {
  const { computing, control } = world.engine
  await heartbeat(control, DEAD)
  const client = await computing.connect()
  await claimNext(client, DEAD.id)
  expect(await scraped()).toMatchObject({
    flowmachine_workers: 1,
    'flowmachine_tasks{state="executing"}': 1,
    'flowmachine_database_connections{pool="computing",state="busy"}': 1,
    flowmachine_takeovers_total: 0,
  })
  await control.query(`UPDATE cache.workers SET heartbeat_at = now() - interval '1 hour'`)
  await watchOver(world.engine, { takeoverSeconds: ALIVE_SECONDS, timeLimitSeconds: 3_600, grantSeconds: 60 })
  client.release(true)
  expect(await scraped()).toMatchObject({ flowmachine_takeovers_total: 1, flowmachine_workers: 0 })
})

test('what has been computed is told by its kind, and how much room it takes', async () => {
  await world.start()
  await world.finish(AREA)
  await expect.poll(scraped).toMatchObject({ 'flowmachine_computing_seconds_count{kind="geography"}': 1 })
  const seen = await scraped()
  expect(seen).toMatchObject({
    'flowmachine_tasks{state="queued"}': 0,
    flowmachine_oldest_queued_seconds: 0,
    flowmachine_workers: 1,
    'flowmachine_cache_results{state="current"}': 2,
  })
  const { rows } = await world.engine.control.query<{ bytes: number }>(
    'SELECT sum(pg_total_relation_size((table_schema || $1 || table_name)::regclass))::int8 AS bytes FROM cache.results',
    ['.'],
  )
  expect(seen['flowmachine_cache_bytes{state="current"}']).toBe(rows[0]?.bytes)
  expect(seen.flowmachine_cache_limit_bytes).toBeGreaterThan(0)
})

test('what fails is counted by why', async () => {
  await withClient(world.superuserUrl, client =>
    client.query('ALTER TABLE cache.results ADD CHECK (run < 0) NOT VALID'),
  )
  expect(await world.finish(OTHER_AREA)).toMatchObject({ state: 'errored' })
  const seen = await scraped()
  expect(seen['flowmachine_failures_total{reason="other"}']).toBe(1)
  expect(seen['flowmachine_tasks{state="errored"}']).toBe(2)
})

test('nothing of users or queries is among them', async () => {
  const text = await world.engine.metrics.registry.metrics()
  expect(text).not.toMatch(/[0-9a-f]{32}|admin\d/)
})

test('without the database, what only it knows is left out', async () => {
  const metrics = createMetrics()
  const nowhere = new pg.Pool({ host: '127.0.0.1', port: 1 })
  watchShared(metrics.registry, nowhere, ALIVE_SECONDS)
  const text = await metrics.registry.metrics()
  expect(text).toContain('flowmachine_database_up 0')
  expect(text).toContain('flowmachine_computing 0')
  expect(text).not.toMatch(/^flowmachine_(tasks|oldest|workers|cache)/m)
})
