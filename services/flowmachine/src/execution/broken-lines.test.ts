import { createLogger } from '@flowkit/service'
import { afterAll, afterEach, beforeAll, expect, inject, it } from 'vitest'
import { releasedQuery } from '../queries/query.ts'
import { validated } from '../server/actions/query-spec.ts'
import { startEngine, type TestEngine } from '../testing/engine.ts'
import { type BreakableProxy, startProxy } from '../testing/proxy.ts'
import { ask } from './ask.ts'
import { openConnections } from './connections.ts'
import { statusOf } from './status.ts'
import { Wakeup } from './wakeup.ts'
import { Worker } from './worker.ts'

/* Lines to the database and to Redis that break without a word: neither end is told. */

const log = createLogger('test', 'silent')
let world: TestEngine
beforeAll(async () => {
  world = await startEngine({ areas: [[3, 'W', 0, 0, 5, 10]], cells: [['west', 1, 1]], events: {} })
})
afterAll(() => world.close())

const open: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})
async function proxyTo(host: string, port: number): Promise<BreakableProxy> {
  const proxy = await startProxy(host, port)
  open.push(() => proxy.close())
  return proxy
}

it('a line to Redis that breaks is made anew, and wakes again', async () => {
  const { redis } = inject('flowkit')
  const proxy = await proxyTo(redis.host, redis.port)
  const wakeup = await Wakeup.connect({ ...redis, host: proxy.host, port: proxy.port }, log)
  open.push(() => wakeup.close())
  /** Whether it hears of what happens elsewhere. */
  const woken = async () => {
    const patience = AbortSignal.timeout(500)
    const waiting = wakeup.wait(10_000, patience)
    world.engine.wakeup.notify()
    await waiting
    return !patience.aborted
  }
  await expect.poll(woken, { timeout: 5_000 }).toBe(true)
  const lines = proxy.lines()
  proxy.breakSilently()
  expect(await woken()).toBe(false)
  await expect.poll(() => proxy.lines(), { timeout: 20_000 }).toBeGreaterThanOrEqual(lines + 2)
  await expect.poll(woken, { timeout: 10_000 }).toBe(true)
})

it('a query whose worker has lost its line is computed by another, and the worker goes on', async () => {
  const { host, port, user, password, name } = world.flowmachine
  const proxy = await proxyTo(host, port)
  const settings = {
    concurrency: 1,
    takeoverSeconds: 2,
    timeLimitSeconds: 60,
    grantSeconds: 60,
    mostRunningPerUser: 0,
    drainSeconds: 0,
  }
  const address = { host: proxy.host, port: proxy.port, database: name, user, password }
  const { computing, control } = openConnections(address, settings, log)
  open.push(() => control.end().then(() => computing.end()))
  const worker = new Worker({ ...world.engine, log, computing }, settings)

  const holder = await world.engine.control.connect()
  await holder.query('BEGIN; LOCK TABLE cache.results IN SHARE MODE')
  await worker.start()
  open.push(() => worker.stop())
  const spec = validated({ query_kind: 'geography', aggregation_unit: 'admin3' })
  await ask(world.engine, spec)
  const runs = async () =>
    (await world.engine.control.query('SELECT outcome FROM cache.runs ORDER BY run')).rows.map(
      ({ outcome }) => outcome,
    )
  await expect.poll(runs, { timeout: 10_000 }).toEqual([null])
  // The computation waits for the lock when its line breaks; its backend finds out when it has got it.
  proxy.breakSilently()
  await holder.query('ROLLBACK')
  holder.release()
  await expect
    .poll(async () => (await statusOf(world.engine, releasedQuery(spec).id))?.state, { timeout: 20_000 })
    .toBe('completed')
  expect(await runs()).toEqual(['lost', 'published', 'published'])
})
