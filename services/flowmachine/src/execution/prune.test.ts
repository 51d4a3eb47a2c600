import type pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { releasedQuery } from '../queries/query.ts'
import { validated } from '../server/actions/query-spec.ts'
import { type CacheStatus, cacheStatus, noteUse, setCacheLimits } from '../store/cache.ts'
import { dropRetiredResults } from '../store/retired.ts'
import { startEngine, type TestEngine } from '../testing/engine.ts'
import { people, withClient } from '../testing/world.ts'
import { ask } from './ask.ts'
import { prune, reset } from './prune.ts'
import { statusOf } from './status.ts'

let world: TestEngine
let database: pg.Pool
beforeAll(async () => {
  world = await startEngine({
    areas: [[3, 'W', 0, 0, 5, 10]],
    cells: [['west', 1, 1]],
    events: { calls: people(20).map(person => [person, '2016-01-01 10:00', 'west'] as const) },
  })
  database = world.engine.control
})
afterAll(() => world.close())
beforeEach(() => setCacheLimits(database, { cache_size: 1, half_life: 2, cache_protected_period: 3_600 }))
afterEach(() =>
  withClient(world.superuserUrl, async client => {
    await client.query('DELETE FROM cache.queries; ALTER SEQUENCE cache.use_seq RESTART')
    const { rows } = await client.query<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'cache' AND tablename LIKE 'x%'`,
    )
    for (const { name } of rows) await client.query(`DROP TABLE cache.${name}`)
  }),
)

/** Stores made-up results of some sizes and times to compute, two days ago; their tables hold nothing. */
async function store(
  results: Readonly<Record<string, { readonly ms?: number; readonly bytes?: number }>>,
): Promise<void> {
  for (const [id, { ms = 1_000, bytes = 1_000 }] of Object.entries(results)) {
    await database.query(
      `INSERT INTO cache.queries (query_id, form, kind, spec, top_level) VALUES ($1, 'stored', '', '{}', false)`,
      [id],
    )
    await database.query(
      `INSERT INTO cache.results (query_id, run, table_schema, table_name, row_count, sources, compute_ms, size_bytes,
         created_at)
       SELECT $1, nextval('cache.run_seq'), 'cache', 'x' || $1, 0, '{}', $2, $3, now() - interval '2 days'`,
      [id, ms, bytes],
    )
    await database.query(`CREATE TABLE cache.x${id} ()`)
  }
}

async function use(...ids: readonly string[]): Promise<void> {
  for (const id of ids) await noteUse(database, [id])
}
/** As if all uses had been some days ago. */
const longAgo = () => database.query(`UPDATE cache.uses SET last_used_at = now() - interval '2 days'`)
async function kept(): Promise<string[]> {
  const { rows } = await database.query<{ query_id: string }>(
    'SELECT query_id FROM cache.results WHERE superseded_at IS NULL ORDER BY query_id',
  )
  return rows.map(({ query_id }) => query_id)
}
const limit = (cache_size: number) => setCacheLimits(database, { cache_size })

it('a cache within its size keeps everything', async () => {
  await store({ a: {}, b: {} })
  await limit(2_000)
  expect(await prune(database, 60)).toEqual({ results: 0, bytes: 0 })
  expect(await kept()).toEqual(['a', 'b'])
})

it('what is quick to compute, or large, goes first, and no more than has to', async () => {
  await store({ slow: { ms: 9_000 }, quick: { ms: 10 }, large: { ms: 9_000, bytes: 50_000 }, fair: {} })
  await limit(3_000)
  expect(await prune(database, 60)).toEqual({ results: 2, bytes: 51_000 })
  expect(await kept()).toEqual(['fair', 'slow'])
})

it('what is used goes last, and later uses count more', async () => {
  await store({ never: {}, early: {}, late: {} })
  // With a half-life of two, by FlowKit's rule: (1 + ln 2 / 2) to the power of 1 and 2 makes 3.16, of 5 makes 4.4.
  await use('early', 'early', 'never', 'never', 'late')
  await database.query(
    `DELETE FROM cache.uses USING cache.results WHERE results.run = uses.run AND query_id = 'never'`,
  )
  await longAgo()
  await limit(2_000)
  await prune(database, 60)
  expect(await kept()).toEqual(['early', 'late'])
  await limit(1_000)
  await prune(database, 60)
  expect(await kept()).toEqual(['late'])
})

it('the weight of uses is the logarithm of FlowKit’s multiplier', async () => {
  await store({ a: {} })
  await use('a', 'a', 'a')
  const { rows } = await database.query<{ weight: number; uses: number }>(
    'SELECT weight, uses FROM cache.uses',
  )
  const growth = 1 + Math.log(2) / 2
  expect(rows[0]?.weight).toBeCloseTo(Math.log(growth + growth ** 2 + growth ** 3), 9)
  expect(rows[0]?.uses).toBe(3)
})

it('what is new, or was used a moment ago, stays', async () => {
  await store({ new: {}, used: {}, old: {} })
  await database.query(`UPDATE cache.results SET created_at = now() WHERE query_id = 'new'`)
  await use('used')
  await prune(database, 60)
  expect(await kept()).toEqual(['new', 'used'])
  await setCacheLimits(database, { cache_protected_period: -1 })
  await prune(database, 60)
  expect(await kept()).toEqual(['used'])
})

it('what a waiting query is made of stays, also when everything is to go', async () => {
  const spec = validated({
    query_kind: 'spatial_aggregate',
    locations: {
      query_kind: 'daily_location',
      date: '2016-01-01',
      method: 'last',
      aggregation_unit: 'admin3',
    },
  })
  const worker = await world.start()
  await world.finish(spec)
  await worker.stop()
  await database.query('DELETE FROM cache.results WHERE query_id = $1', [releasedQuery(spec).id])
  await ask(world.engine, spec)
  const parts = releasedQuery(spec).children.map(({ id }) => id)
  await reset(database)
  expect(await kept()).toEqual(parts.sort())
})

it('an evicted result is known and no longer there, its table stays for a while, and it is computed again', async () => {
  const spec = { query_kind: 'geography', aggregation_unit: 'admin3' }
  const worker = await world.start()
  const { id } = await world.finish(spec)
  const table = (await statusOf(world.engine, id))?.readable?.table_name
  expect((await reset(database)).results).toBeGreaterThan(0)
  expect(await statusOf(world.engine, id)).toMatchObject({ state: 'known', readable: undefined })
  expect(await dropRetiredResults(database, 3_600)).toBe(0)
  await withClient(world.gatewayUrl, client => client.query(`SELECT FROM released.${table}`))
  expect(await world.finish(spec)).toMatchObject({ state: 'completed' })
  await worker.stop()
  expect(await dropRetiredResults(database, 0)).toBeGreaterThan(0)
  await expect(
    withClient(world.gatewayUrl, client => client.query(`SELECT FROM released.${table}`)),
  ).rejects.toThrow('does not exist')
})

it('the table of an evicted result that somebody reads is dropped when they are done', async () => {
  await store({ read: {}, a: {}, b: {} })
  await reset(database)
  const reader = await database.connect()
  await reader.query('BEGIN; SELECT FROM cache.xread')
  expect(await dropRetiredResults(database, 0)).toBe(2)
  await reader.query('SELECT FROM cache.xread')
  await reader.query('COMMIT')
  reader.release()
  expect(await dropRetiredResults(database, 0)).toBe(1)
  expect(await cacheStatus(database)).toMatchObject<Partial<CacheStatus>>({ results: 0, retired: 0 })
})

it('two processes that prune at the same time evict no more than has to go', async () => {
  await store(Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map(id => [id, {}])))
  await limit(4_000)
  await Promise.all([prune(database, 60), prune(database, 60), prune(database, 60)])
  expect(await kept()).toHaveLength(4)
})
