import { availableParallelism } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { ConnectionFailed, connect, NotFound, QueryFailed } from 'flowclient'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { type OwnSystem, startOwnSystem } from '../harness/own-system.ts'
import { inOrder } from '../harness/rows.ts'
import { readWorld } from '../harness/world.ts'
import { answer } from '../reference/aggregates.ts'
import { QUESTIONS } from './questions.ts'
import { randomNumbers } from './random.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** How long the soak lasts, how many clients ask, and what its choices are made of. */
    soak: { readonly minutes: number; readonly clients: number; readonly seed: number }
  }
}

/*
 * Many clients ask overlapping questions without a pause, while processes are killed and frozen, Redis forgets
 * everything and results are made stale and evicted, all at random.
 */

const MACHINES = 3
/** To the database: 5 for control, and those that compute, as many as FlowMachine has by default. */
const CONNECTIONS_PER_MACHINE = 5 + Math.max(2, availableParallelism())

const { minutes, clients, seed } = inject('soak')
let system: OwnSystem
beforeAll(async () => {
  system = await startOwnSystem('soak', { machines: MACHINES })
})
afterAll(() => system.stop())

const counts = {
  answers: 0,
  'not available': 0,
  'given up': 0,
  evicted: 0,
  killed: 0,
  frozen: 0,
  flushed: 0,
  changed: 0,
}

/**
 * Asks a question until there is an answer: what is not available, or was given up, is asked again; so is what is
 * evicted twice while the client waits, which runs it again once by itself.
 */
async function ask(spec: (typeof QUESTIONS)[number]): Promise<unknown[]> {
  for (;;) {
    try {
      const handle = await connect({ url: system.address.url, token: inject('token') }).run(spec)
      const { query_result } = await handle.json()
      counts.answers += 1
      return inOrder(query_result)
    } catch (error) {
      if (error instanceof ConnectionFailed) counts['not available'] += 1
      else if (error instanceof NotFound) counts.evicted += 1
      else if (error instanceof QueryFailed && error.msg?.includes('given up')) counts['given up'] += 1
      else throw error
      await sleep(1_000)
    }
  }
}

/** Makes all results of a day stale without changing any, or evicts everything. */
const CHANGES = [
  `SELECT etl.seal_day(event_type, day, table_name, row_count) FROM etl.sealed_days WHERE day = '2016-01-03'`,
  'UPDATE cache.results SET superseded_at = now() WHERE superseded_at IS NULL',
]

test(`every answer is right, with seed ${seed}`, async () => {
  const world = await readWorld(system.database)
  const expected = QUESTIONS.map(spec => inOrder(answer(world, spec).released))
  const random = randomNumbers(seed)
  const one = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T
  let end = performance.now() + minutes * 60_000
  const goesOn = () => performance.now() < end

  const asking = Array.from({ length: clients }, async (_, client) => {
    const choice = randomNumbers(seed + client + 1)
    while (goesOn()) {
      const number = Math.floor(choice() * QUESTIONS.length)
      const spec = QUESTIONS[number]
      if (spec) expect(await ask(spec), JSON.stringify(spec)).toEqual(expected[number])
    }
  })
  const breaking = async () => {
    while (goesOn()) {
      await sleep(1_000 + random() * 3_000)
      const machine = Math.floor(random() * MACHINES)
      const { pid } = system.machines[machine]?.identity ?? { pid: 0 }
      const what = random()
      if (what < 0.4) {
        process.kill(pid, 'SIGKILL')
        await system.machines[machine]?.exited
        await system.restart(machine)
        counts.killed += 1
      } else if (what < 0.7) {
        process.kill(pid, 'SIGSTOP')
        await sleep(random() * 6_000).finally(() => process.kill(pid, 'SIGCONT'))
        counts.frozen += 1
      } else {
        const redis = new Redis({ port: system.redis.port, password: system.redis.password })
        await redis.flushall()
        await redis.quit()
        counts.flushed += 1
      }
    }
  }
  const changing = async () => {
    while (goesOn()) {
      await sleep(5_000)
      await system.database.query(one(CHANGES))
      await system.database.query('INSERT INTO soak_changes DEFAULT VALUES')
      counts.changed += 1
    }
  }
  await system.database.query('CREATE TABLE soak_changes (at timestamptz NOT NULL DEFAULT clock_timestamp())')
  const all = [...asking, breaking(), changing()]
  await Promise.all(all).finally(() => {
    end = 0
    return Promise.allSettled(all)
  })
  console.log(`Seed ${seed}, ${clients} clients, ${minutes} minutes: ${JSON.stringify(counts)}`)
  expect(counts.answers).toBeGreaterThan(clients)
})

test('each query was computed once for each time that it had to be', async () => {
  const { rows } = await system.database.query(
    `SELECT * FROM (
       SELECT query_id, started_at, finished_at,
         lag(started_at) OVER (PARTITION BY query_id ORDER BY run) AS before
       FROM cache.runs WHERE outcome = 'published'
     ) AS again
     WHERE before IS NOT NULL AND NOT EXISTS (
       SELECT FROM soak_changes WHERE at BETWEEN again.before AND again.finished_at + interval '1 second'
     )`,
  )
  expect(rows).toEqual([])
})

test('nothing is left behind', async () => {
  const none = async (query: string) => expect((await system.database.query(query)).rows).toEqual([])
  await expect
    .poll(
      async () =>
        (
          await system.database.query(
            `SELECT FROM cache.tasks WHERE state IN ('queued', 'executing') UNION ALL SELECT FROM cache.claims`,
          )
        ).rowCount,
      { timeout: 120_000 },
    )
    .toBe(0)
  await none(
    `SELECT tablename FROM pg_tables
     WHERE schemaname IN ('cache', 'released') AND tablename ~ '^x[0-9a-f]{32}_'
       AND NOT EXISTS (SELECT FROM cache.results WHERE table_name = tablename)`,
  )
  const { rows } = await system.database.query<{ connections: number }>(
    `SELECT count(*) AS connections FROM pg_stat_activity
     WHERE datname = current_database() AND usename = 'flowmachine'`,
  )
  expect(rows[0]?.connections).toBeLessThanOrEqual(MACHINES * CONNECTIONS_PER_MACHINE)
})
