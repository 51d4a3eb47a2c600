import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { makeClocks, NOTICED_WITHIN_MS } from '../harness/clocks.ts'
import { holdUp, outcomesOf, ownerOf } from '../harness/computations.ts'
import { bodyOf, complete, rowsOf } from '../harness/gateway.ts'
import { type OwnPostgres, startOwnPostgres } from '../harness/own-postgres.ts'
import { type OwnSystem, startOwnSystem } from '../harness/own-system.ts'
import { dailyLocation, spatialAggregate } from '../harness/questions.ts'
import { inOrder } from '../harness/rows.ts'
import { makeSmallDisk, type SmallDisk } from '../harness/small-disk.ts'
import { readWorld } from '../harness/world.ts'
import { answer } from '../reference/aggregates.ts'
import type { AggregateSpec } from '../reference/specs.ts'

/*
 * Every state of a query meets every fault. Whatever happens, whoever asks gets the right answer in the end, and the
 * run log shows that it was computed once.
 */

const MACHINES = 2
const TWO_MINUTES = 120

let postgres: OwnPostgres
let system: OwnSystem
let disk: SmallDisk | undefined
const clocks = makeClocks(MACHINES)
beforeAll(async () => {
  postgres = await startOwnPostgres()
  system = await startOwnSystem('matrix', {
    machines: MACHINES,
    servers: postgres.servers,
    machineEnv: clocks.env,
  })
  disk = makeSmallDisk(postgres.dataDir)
  await disk.hold(system.database)
  // A server with its template, two FlowMachines and FlowAPI: much for a busy machine.
}, 120_000)
afterAll(async () => {
  await system?.stop()
  await postgres?.remove()
  disk?.remove()
  clocks.remove()
})

/** What a test has to undo, whether it succeeds or not. */
const undo: (() => Promise<unknown>)[] = []
const undone = async () => {
  for (const each of undo.splice(0).reverse()) await each()
}
afterEach(async () => {
  await undone()
  disk?.free()
  for (let machine = 0; machine < MACHINES; machine += 1) clocks.set(machine, 0)
})

async function run(spec: AggregateSpec): Promise<string> {
  return String((await bodyOf(await system.api.run(spec), 202)).query_id)
}

/** Asks for a query whose part that reads events waits for a lock, while the query itself waits for its part. */
async function heldUpQuery(spec: AggregateSpec): Promise<string> {
  const lock = await holdUp(system.database)
  undo.push(() => lock.letGo())
  return run(spec)
}

async function stateOf(queryId: string): Promise<string> {
  const { rows } = await system.database.query<{ state: string }>(
    'SELECT state FROM cache.tasks WHERE query_id = $1',
    [queryId],
  )
  return rows[0]?.state ?? 'idle'
}

/** A state: how a query gets there, and how its computations have ended by then. */
interface Reach {
  readonly bring: (spec: AggregateSpec) => Promise<string>
  readonly before: readonly string[]
}

const STATES: Readonly<Record<string, Reach>> = {
  idle: { bring: spec => complete(system.api, spec), before: ['published'] },
  queued: { bring: heldUpQuery, before: [] },
  executing: {
    bring: async spec => {
      const id = await complete(system.api, spec)
      // Its parts are stored: computed again, it is the query itself that waits for the lock.
      await system.database.query('DELETE FROM cache.results WHERE query_id = $1', [id])
      const holder = await system.database.connect()
      const { rows } = await holder.query<{ part: string }>(
        `SELECT table_schema || '.' || table_name AS part
         FROM cache.query_children JOIN cache.results ON results.query_id = child_id
         WHERE query_children.query_id = $1 AND table_schema = 'cache'`,
        [id],
      )
      await holder.query(
        `BEGIN; LOCK TABLE ${rows.map(({ part }) => part).join(', ')} IN ACCESS EXCLUSIVE MODE`,
      )
      undo.push(async () => {
        // Where the server was stopped, the lock went with it.
        await holder.query('ROLLBACK').then(
          () => holder.release(),
          (error: Error) => holder.release(error),
        )
      })
      await run(spec)
      await ownerOf(system.database, id)
      return id
    },
    before: ['published'],
  },
  errored: {
    bring: async spec => {
      const id = await STATES.executing?.bring(spec)
      if (id === undefined) throw new Error('A query could not be brought to execution')
      const ended = () =>
        system.database.query('SELECT pg_cancel_backend(backend_pid) FROM cache.claims WHERE query_id = $1', [
          id,
        ])
      while ((await stateOf(id)) === 'executing') {
        await ended()
        await sleep(50)
      }
      await undone()
      return id
    },
    before: ['published', 'failed'],
  },
  cancelled: {
    bring: async spec => {
      const id = await heldUpQuery(spec)
      await bodyOf(await system.api.cancel(id), 200)
      await undone()
      return id
    },
    before: [],
  },
}

/** The number of the process that computes something, or else of any. */
async function busyMachine(): Promise<number> {
  const { rows } = await system.database.query<{ pid: number }>(
    'SELECT pid FROM cache.claims JOIN cache.workers USING (worker_id) LIMIT 1',
  )
  const busy = system.machines.findIndex(({ identity }) => identity.pid === rows[0]?.pid)
  return Math.max(busy, 0)
}

const pidOf = (machine: number) => system.machines[machine]?.identity.pid ?? 0

/** Waits until nothing is claimed by a process. */
async function untilTakenOver(pid: number): Promise<void> {
  const claims = `SELECT FROM cache.claims JOIN cache.workers USING (worker_id) WHERE pid = $1`
  while ((await system.database.query(claims, [pid])).rowCount !== 0) await sleep(50)
}

/** Has PostgreSQL stop in the midst of everything, and start again. */
async function restartPostgres(signal: 'SIGINT' | 'SIGQUIT'): Promise<void> {
  await postgres.halt(signal)
  // What the tests held is gone with the server.
  await undone()
  await postgres.start()
  await untilServed()
}

/** Waits until queries are taken again: until then the answer is that the database is away. */
async function untilServed(): Promise<void> {
  for (;;) {
    const answered = await system.api.request('/api/0/available_dates')
    await answered.text()
    if (answered.status === 200) return
    expect(answered.status).toBe(503)
    await sleep(100)
  }
}

/** What breaks, and how the computation ends that it meets. */
interface Fault {
  readonly strike: (queryId: string) => Promise<void>
  readonly ends?: 'lost' | 'failed'
}

const FAULTS: Readonly<Record<string, Fault>> = {
  'its process is killed': {
    strike: async () => {
      const machine = await busyMachine()
      const pid = pidOf(machine)
      process.kill(pid, 'SIGKILL')
      await system.machines[machine]?.exited
      await untilTakenOver(pid)
      await system.restart(machine)
    },
    ends: 'lost',
  },
  'its process freezes and wakes up': {
    strike: async () => {
      const pid = pidOf(await busyMachine())
      process.kill(pid, 'SIGSTOP')
      try {
        await untilTakenOver(pid)
        // While it is frozen, others answer.
        await bodyOf(await system.api.run(spatialAggregate(dailyLocation('2016-01-01'))), 202)
      } finally {
        process.kill(pid, 'SIGCONT')
      }
    },
    ends: 'lost',
  },
  'the clock of its process goes two minutes wrong': {
    strike: async () => {
      clocks.set(await busyMachine(), TWO_MINUTES)
      await sleep(NOTICED_WITHIN_MS)
    },
  },
  'Redis forgets everything': {
    strike: async () => {
      const { port, password } = system.redis
      const redis = new Redis({ port, password })
      await redis.flushall()
      await redis.quit()
    },
  },
  'PostgreSQL is stopped in good order': { strike: () => restartPostgres('SIGINT'), ends: 'lost' },
  'PostgreSQL crashes': { strike: () => restartPostgres('SIGQUIT'), ends: 'lost' },
  'the disk for results is full': {
    strike: async queryId => {
      disk?.fill()
      await undone()
      while (['queued', 'executing'].includes(await stateOf(queryId))) await sleep(50)
      disk?.free()
    },
    ends: 'failed',
  },
}

test('there is a row for each state in which the database can hold a query', async () => {
  const { rows } = await system.database.query<{ state: string }>(
    'SELECT from_state AS state FROM cache.task_moves UNION SELECT to_state FROM cache.task_moves',
  )
  expect(rows.map(({ state }) => state).sort()).toEqual(Object.keys(STATES).sort())
})

describe.each(Object.entries(STATES))('a query that is %s', (state, { bring, before }) => {
  test.each(Object.entries(FAULTS))(
    'is answered rightly and computed once when %s',
    async (fault, { strike, ends }) => {
      const faults = Object.keys(FAULTS)
      const number = faults.indexOf(fault) + Object.keys(STATES).indexOf(state) * faults.length
      const hours = { start_hour: number % 10, end_hour: 12 + Math.floor(number / 10) }
      const spec = spatialAggregate(dailyLocation('2016-01-02', { hours }))
      const id = await bring(spec)
      expect(await stateOf(id)).toBe(state)
      expect((await outcomesOf(system.database, id)).filter(Boolean)).toEqual(before)
      await strike(id)
      await undone()
      const { released } = answer(await readWorld(system.database), spec)
      expect(inOrder(await rowsOf(system.api, spec))).toEqual(inOrder(released))
      const after = (await outcomesOf(system.database, id)).slice(before.length)
      // What was under way ends as the fault has it; what is published since then is one run, or none if it was there.
      const cutOff = state === 'executing' && ends ? [ends] : []
      expect(after).toEqual(state === 'idle' ? [] : [...cutOff, 'published'])
    },
  )
})

test('nothing is left behind', async () => {
  const { rows } = await system.database.query(
    `SELECT query_id FROM cache.tasks WHERE state IN ('queued', 'executing') UNION ALL SELECT query_id FROM cache.claims`,
  )
  expect(rows).toEqual([])
})
