import { setTimeout as sleep } from 'node:timers/promises'
import { startRedis } from '@flowkit/local-stack'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { holdUp, outcomesOf, ownerOf } from '../harness/computations.ts'
import { bodyOf, complete, gateway, rowsOf } from '../harness/gateway.ts'
import { type OwnPostgres, startOwnPostgres } from '../harness/own-postgres.ts'
import { type OwnSystem, startOwnSystem } from '../harness/own-system.ts'
import { modalLocation, spatialAggregate, uniqueSubscriberCounts } from '../harness/questions.ts'
import { inOrder } from '../harness/rows.ts'
import { startFlowApi, startFlowMachine } from '../harness/services.ts'
import { readWorld } from '../harness/world.ts'
import { answer } from '../reference/aggregates.ts'
import type { AggregateSpec } from '../reference/specs.ts'

/* PostgreSQL and Redis stop and come back while queries are asked and computed. */

let postgres: OwnPostgres
let system: OwnSystem
beforeAll(async () => {
  postgres = await startOwnPostgres()
  system = await startOwnSystem('servers', { machines: 2, servers: postgres.servers })
})
afterAll(async () => {
  await system?.stop()
  await postgres?.remove()
})

async function expectAnswer(spec: AggregateSpec): Promise<void> {
  const { released } = answer(await readWorld(system.database), spec)
  expect(inOrder(await rowsOf(system.api, spec))).toEqual(inOrder(released))
}

/** Waits until a query is ready, whatever else is answered in the meantime; tells the statuses of the refusals. */
async function readyInTheEnd(queryId: string): Promise<Set<number>> {
  const refusals = new Set<number>()
  for (;;) {
    const polled = await system.api.poll(queryId)
    await polled.text()
    if (polled.status === 303) return refusals
    if (polled.status !== 202) refusals.add(polled.status)
    await sleep(50)
  }
}

test.each([
  ['in good order', 'SIGINT', 2],
  ['by a crash', 'SIGQUIT', 3],
] as const)(
  'a query whose database is stopped %s is computed when it is back',
  async (_how, signal, hour) => {
    const spec = uniqueSubscriberCounts({ hours: { start_hour: hour, end_hour: 21 } })
    const lock = await holdUp(system.database)
    const { query_id } = await bodyOf(await system.api.run(spec), 202)
    const id = String(query_id)
    await ownerOf(system.database, id)
    await postgres.halt(signal)
    await lock.letGo()
    const refused = await system.api.run(spec)
    expect(refused.headers.get('retry-after')).toBe('5')
    expect(await bodyOf(refused, 503)).toMatchObject({ code: 'database_unavailable' })
    await postgres.start()
    // While it starts the answer is that it is away, and never that the query has failed.
    for (const status of await readyInTheEnd(id)) expect(status).toBe(503)
    await expectAnswer(spec)
    expect(await outcomesOf(system.database, id)).toEqual(['lost', 'published'])
  },
)

test('a FlowMachine and a FlowAPI that start before their database answer that it is away, and go on when it is there', async () => {
  await postgres.halt('SIGINT')
  const key = { algorithm: 'RS256', publicKey: inject('keys').publicKey } as const
  const { flowdb } = system.address
  const machine = await startFlowMachine('servers-early-flowmachine', flowdb, system.redis)
  const early = await startFlowApi('servers-early-flowapi', flowdb, [machine.address], key, {}, 'healthz')
  const spec = uniqueSubscriberCounts({ hours: { start_hour: 7, end_hour: 22 } })
  try {
    const api = gateway(early.address, inject('token'))
    const refused = await api.run(spec)
    expect(refused.headers.get('retry-after')).toBe('5')
    expect(await bodyOf(refused, 503)).toMatchObject({ code: 'database_unavailable' })
    expect(await bodyOf(await api.request('/readyz'), 503)).toMatchObject({
      payload: { missing: ['flowdb'] },
    })
    expect(machine.log()).toContain('FlowDB does not answer: trying until it does')
    await postgres.start()
    await expect.poll(() => machine.log(), { timeout: 20_000 }).toContain('"event":"ready"')
    expect((await rowsOf(api, spec)).length).toBeGreaterThan(0)
  } finally {
    await early.stop()
    await machine.stop()
  }
})

test('while Redis is away queries are computed all the same, and once each', async () => {
  const { port, password } = system.redis
  await system.redis.stop()
  const specs = [1, 2, 3].map(day =>
    spatialAggregate(modalLocation([`2016-01-0${day}`, `2016-01-0${day + 1}`])),
  )
  await Promise.all(specs.map(expectAnswer))
  const redis = await startRedis({ port, password })
  try {
    await expectAnswer(spatialAggregate(modalLocation(['2016-01-05', '2016-01-06'])))
    const ids = await Promise.all(specs.map(spec => complete(system.api, spec)))
    for (const id of ids) expect(await outcomesOf(system.database, id)).toEqual(['published'])
  } finally {
    await redis.stop()
  }
})

test('while Redis is frozen queries are computed all the same', async () => {
  const redis = await startRedis({ port: system.redis.port, password: system.redis.password })
  try {
    await expectAnswer(uniqueSubscriberCounts({ hours: { start_hour: 4, end_hour: 22 } }))
    process.kill(redis.identity.pid, 'SIGSTOP')
    await expectAnswer(uniqueSubscriberCounts({ hours: { start_hour: 5, end_hour: 22 } }))
    process.kill(redis.identity.pid, 'SIGCONT')
    await expectAnswer(uniqueSubscriberCounts({ hours: { start_hour: 6, end_hour: 22 } }))
  } finally {
    process.kill(redis.identity.pid, 'SIGCONT')
    await redis.stop()
  }
})

test('nothing is left behind: no stuck state, no claim, no table without a result', async () => {
  const { database } = system
  const left = async (query: string) => (await database.query(query)).rows
  expect(await left(`SELECT * FROM cache.tasks WHERE state IN ('queued', 'executing')`)).toEqual([])
  expect(await left('SELECT * FROM cache.claims')).toEqual([])
  expect(
    await left(
      `SELECT schemaname, tablename FROM pg_tables
       WHERE schemaname IN ('cache', 'released') AND tablename ~ '^x[0-9a-f]{32}_'
         AND NOT EXISTS (SELECT FROM cache.results WHERE table_name = tablename)`,
    ),
  ).toEqual([])
})
