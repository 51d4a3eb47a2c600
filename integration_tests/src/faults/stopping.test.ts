import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { holdUp, outcomesOf, ownerOf } from '../harness/computations.ts'
import { bodyOf, rowsOf, untilReady } from '../harness/gateway.ts'
import { type OwnSystem, startOwnSystem } from '../harness/own-system.ts'
import { dailyLocation, spatialAggregate, uniqueSubscriberCounts } from '../harness/questions.ts'
import { inOrder } from '../harness/rows.ts'
import { DRAIN_SECONDS } from '../harness/services.ts'
import { readWorld } from '../harness/world.ts'
import { answer } from '../reference/aggregates.ts'
import type { AggregateSpec } from '../reference/specs.ts'
import type { World } from '../reference/world.ts'

/* FlowMachines are told to stop while they compute. A lock makes a computation last as long as a test wants it to. */

let system: OwnSystem
let world: World
beforeAll(async () => {
  system = await startOwnSystem('stopping', { machines: 3 })
  world = await readWorld(system.database)
})
afterAll(() => system.stop())

/** Has a query computed until a lock holds that up; answers what of it is computed, and by which machine. */
async function underWay(spec: AggregateSpec) {
  const { query_id } = await bodyOf(await system.api.run(spec), 202)
  for (;;) {
    const { rows } = await system.database.query<{ part: string; pid: number }>(
      `SELECT claims.query_id AS part, workers.pid
       FROM cache.claims JOIN cache.wants ON wants.query_id = claims.query_id
       JOIN cache.workers USING (worker_id)
       JOIN pg_stat_activity AS backend ON backend.pid = backend_pid
       WHERE asked_id = $1 AND wait_event_type = 'Lock'`,
      [query_id],
    )
    const number = system.machines.findIndex(({ identity }) => identity.pid === rows[0]?.pid)
    const machine = system.machines[number]
    if (rows[0] && machine) return { id: String(query_id), part: rows[0].part, machine, number }
    await sleep(20)
  }
}

async function expectAnswer(spec: AggregateSpec): Promise<void> {
  expect(inOrder(await rowsOf(system.api, spec))).toEqual(inOrder(answer(world, spec).released))
}

/** What is left of computing when all has come to an end: nothing may be. */
async function leftOver(): Promise<number> {
  const { rows } = await system.database.query<{ left: number }>(
    `SELECT (SELECT count(*) FROM cache.tasks) + (SELECT count(*) FROM cache.claims) AS left`,
  )
  return rows[0]?.left ?? 0
}

test('what can be finished in time is finished by the machine that is told to stop, which ends with 0', async () => {
  const spec = uniqueSubscriberCounts({ hours: { start_hour: 1, end_hour: 22 } })
  const lock = await holdUp(system.database)
  const { part, machine, number } = await underWay(spec)
  process.kill(machine.identity.pid, 'SIGTERM')
  await sleep((DRAIN_SECONDS * 1_000) / 4)
  await lock.letGo()
  expect(await machine.exited).toBe(0)
  expect(await outcomesOf(system.database, part)).toEqual(['published'])
  await expectAnswer(spec)
  await system.restart(number)
})

test('what takes longer is handed over and computed once more, elsewhere; the machine ends with 0', async () => {
  const spec = uniqueSubscriberCounts({ hours: { start_hour: 2, end_hour: 23 } })
  const lock = await holdUp(system.database)
  const { id, part, machine, number } = await underWay(spec)
  process.kill(machine.identity.pid, 'SIGTERM')
  expect(await machine.exited).toBe(0)
  expect(await ownerOf(system.database, part)).not.toBe(machine.identity.pid)
  await lock.letGo()
  await untilReady(system.api, id)
  expect(await outcomesOf(system.database, part)).toEqual(['postponed', 'published'])
  await expectAnswer(spec)
  await system.restart(number)
})

test('a rolling restart of all machines under load loses nothing, and computes nothing twice', async () => {
  const asked: AggregateSpec[] = []
  let going = true
  const client = async (number: number) => {
    for (let round = 0; going; round += 1) {
      const hours = { start_hour: (number + 4 * round) % 12, end_hour: 13 + (round % 11) }
      const spec = spatialAggregate(dailyLocation(`2016-01-0${1 + (number % 3)}`, { hours }))
      asked.push(spec)
      await expectAnswer(spec)
    }
  }
  const clients = Array.from({ length: 4 }, (_, number) => client(number))
  const codes: (number | null)[] = []
  for (const number of [0, 1, 2]) {
    const machine = system.machines[number]
    await sleep(1_000)
    await system.restart(number)
    codes.push((await machine?.exited) ?? null)
    // FlowAPI has to find it again before the next one may go.
    await sleep(500)
  }
  going = false
  await Promise.all(clients)
  expect(codes).toEqual([0, 0, 0])
  expect(asked.length).toBeGreaterThan(10)
  const { rows } = await system.database.query<{ outcome: string; runs: number }>(
    `SELECT outcome, count(*) AS runs FROM cache.runs GROUP BY query_id, outcome
     HAVING outcome NOT IN ('published', 'postponed', 'unneeded') OR (outcome = 'published' AND count(*) > 1)`,
  )
  expect(rows).toEqual([])
  expect(await leftOver()).toBe(0)
})
