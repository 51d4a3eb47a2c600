import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { holdUp, outcomesOf, ownerOf } from '../harness/computations.ts'
import { bodyOf, complete, rowsOf, untilReady } from '../harness/gateway.ts'
import { type OwnSystem, startOwnSystem } from '../harness/own-system.ts'
import {
  dailyLocation,
  modalLocation,
  spatialAggregate,
  uniqueSubscriberCounts,
} from '../harness/questions.ts'
import { inOrder } from '../harness/rows.ts'
import { readWorld } from '../harness/world.ts'
import { answer } from '../reference/aggregates.ts'
import type { AggregateSpec } from '../reference/specs.ts'

/*
 * Things break while queries are computed. A lock on what days are read from holds a computation up at a known point,
 * as long as a test wants it to last.
 */

let system: OwnSystem
beforeAll(async () => {
  system = await startOwnSystem('faults', { machines: 2 })
})
afterAll(() => system.stop())

async function expectAnswer(spec: AggregateSpec): Promise<void> {
  const { released } = answer(await readWorld(system.database), spec)
  expect(inOrder(await rowsOf(system.api, spec))).toEqual(inOrder(released))
}

/** Waits until a process has shown again that it is there. */
async function untilAlive(pid: number): Promise<void> {
  const beat = `SELECT heartbeat_at > now() - interval '1 second' AS fresh FROM cache.workers WHERE pid = $1`
  while (!(await system.database.query<{ fresh: boolean }>(beat, [pid])).rows[0]?.fresh) await sleep(50)
}

test('Redis may forget everything at any moment', async () => {
  const { port, password } = system.redis
  const redis = new Redis({ port, password })
  const flushing = setInterval(() => void redis.flushall(), 10)
  const specs = [1, 2, 3].map(day =>
    spatialAggregate(modalLocation([`2016-01-0${day}`, `2016-01-0${day + 1}`])),
  )
  await Promise.all(specs.map(expectAnswer)).finally(async () => {
    clearInterval(flushing)
    await redis.quit()
  })
})

test('no result goes out that the ledger cannot take', async () => {
  const { api, database } = system
  const id = await complete(api, uniqueSubscriberCounts())
  await database.query('REVOKE EXECUTE ON FUNCTION ledger.append_grant FROM flowmachine')
  const answered = await api.get(id)
  const body = await bodyOf(answered, answered.status)
  await database.query('GRANT EXECUTE ON FUNCTION ledger.append_grant TO flowmachine')
  expect(answered.status).toBeGreaterThanOrEqual(500)
  expect(body).not.toHaveProperty('query_result')
  expect((await api.get(id)).status).toBe(200)
})

test('a database that ends a computation fails it, and it is computed when it is asked for again', async () => {
  const { api, database } = system
  const spec = uniqueSubscriberCounts({ hours: { start_hour: 1, end_hour: 19 } })
  const lock = await holdUp(system.database)
  const { query_id } = await bodyOf(await api.run(spec), 202)
  await ownerOf(system.database, String(query_id))
  await database.query(`SELECT pg_cancel_backend(backend_pid) FROM cache.claims WHERE query_id = $1`, [
    query_id,
  ])
  await lock.letGo()
  await untilReady(api, String(query_id)).catch(() => {})
  await expectAnswer(spec)
})

test('while a result is being computed there is none: poll says so, and get answers 202 with nothing', async () => {
  const { api } = system
  const lock = await holdUp(system.database)
  const { query_id } = await bodyOf(
    await api.run(uniqueSubscriberCounts({ hours: { start_hour: 3, end_hour: 18 } })),
    202,
  )
  const id = String(query_id)
  await ownerOf(system.database, id)
  expect(await bodyOf(await api.poll(id), 202)).toMatchObject({
    status: 'executing',
    progress: { running: 1 },
  })
  for (const suffix of ['', '.csv', '.geojson'])
    expect(await bodyOf(await api.get(id, suffix), 202)).toEqual({})
  await lock.letGo()
  await untilReady(api, id)
  expect((await api.get(id)).status).toBe(200)
})

test('a machine that freezes and wakes up again has lost its query, and harms nothing', async () => {
  const { api } = system
  const spec = uniqueSubscriberCounts({ hours: { start_hour: 1, end_hour: 20 } })
  const lock = await holdUp(system.database)
  const { query_id } = await bodyOf(await api.run(spec), 202)
  const id = String(query_id)
  const frozen = await ownerOf(system.database, id)
  process.kill(frozen, 'SIGSTOP')
  try {
    while ((await ownerOf(system.database, id)) === frozen) await sleep(100)
    await lock.letGo()
    await untilReady(api, id)
  } finally {
    process.kill(frozen, 'SIGCONT')
  }
  await expectAnswer(spec)
  await untilAlive(frozen)
  expect(await outcomesOf(system.database, id)).toEqual(['lost', 'published'])
  await expectAnswer(
    spatialAggregate(dailyLocation('2016-01-06', { hours: { start_hour: 3, end_hour: 17 } })),
  )
})

test('what a killed machine was computing is computed by the other one, once', async () => {
  const { api, machines } = system
  const spec = uniqueSubscriberCounts({ hours: { start_hour: 2, end_hour: 20 } })
  const lock = await holdUp(system.database)
  const { query_id } = await bodyOf(await api.run(spec), 202)
  const id = String(query_id)
  const pid = await ownerOf(system.database, id)
  process.kill(pid, 'SIGKILL')
  await machines.find(({ identity }) => identity.pid === pid)?.exited
  await lock.letGo()
  await untilReady(api, id)
  await expectAnswer(spec)
  expect(await outcomesOf(system.database, id)).toEqual(['lost', 'published'])
  await expectAnswer(
    spatialAggregate(dailyLocation('2016-01-07', { hours: { start_hour: 3, end_hour: 17 } })),
  )
})
