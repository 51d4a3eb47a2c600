import { createFlowDb, type TestFlowDb } from '@flowkit/local-stack/vitest'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Sql } from '../sql.ts'
import { withClient } from '../testing/world.ts'
import type { Resources } from './resources.ts'
import { inSlices } from './slices.ts'

const MB = 1024 ** 2
const SUBSCRIBERS = 40_000
const EVENTS = 5 * SUBSCRIBERS

let database: TestFlowDb
beforeAll(async () => {
  database = await createFlowDb({ profile: 'empty' })
  await withClient(database.superuser.url, client =>
    client.query(
      `INSERT INTO derived.subscribers (msisdn) SELECT int4send(number) FROM generate_series(1, ${SUBSCRIBERS}) AS number;
       CREATE TABLE cache.seen AS
         SELECT number % ${SUBSCRIBERS} + 1 AS subscriber, number % 7 AS place FROM generate_series(1, ${EVENTS}) AS number;
       CREATE INDEX ON cache.seen (subscriber);
       ANALYZE cache.seen;
       GRANT SELECT ON cache.seen TO flowmachine`,
    ),
  )
})
afterAll(() => database.drop())

const PLACES = `SELECT subscriber, count(DISTINCT place)::numeric(8, 2) AS places, E'O''Neill \\\\' AS label
  FROM cache.seen GROUP BY subscriber`

const resources = (more: Partial<Resources> = {}): Resources => ({
  memory: 256 * MB,
  computedBy: 'small slices',
  sliceSubscribers: 5_000,
  ...more,
})

/** Makes slices of a query with the rights of FlowMachine, in a transaction that is undone. */
function asFlowMachine<T>(
  content: string,
  how: Resources,
  use: (slices: Sql | null, client: pg.Client) => Promise<T>,
): Promise<T> {
  return withClient(database.superuser.url, async client => {
    await client.query('SET ROLE flowmachine')
    await client.query('BEGIN')
    const result = await use(await inSlices(client, new Sql(content), how), client)
    await client.query('ROLLBACK')
    return result
  })
}

const numberOf = (slices: Sql | null) => slices?.text.match(/cache\.slice/g)?.length ?? 0
const numberIn = (content: string, how: Resources) =>
  asFlowMachine(content, how, slices => Promise.resolve(numberOf(slices)))

describe('slices of a query about single subscribers', () => {
  it('have the rows that it has, each once, with the same columns', async () => {
    const different = await asFlowMachine(PLACES, resources(), async (slices, client) => {
      await client.query(`CREATE TABLE cache.whole AS ${PLACES}; CREATE TABLE cache.sliced AS ${slices}`)
      const { rows } = await client.query(
        `(TABLE cache.whole EXCEPT ALL TABLE cache.sliced) UNION ALL (TABLE cache.sliced EXCEPT ALL TABLE cache.whole)`,
      )
      const { rows: columns } = await client.query(
        `SELECT attname, format_type(atttypid, atttypmod) AS type FROM pg_attribute
         WHERE attrelid = 'cache.sliced'::regclass AND attnum > 0 ORDER BY attnum`,
      )
      const { rowCount } = await client.query('TABLE cache.sliced')
      return { rows, columns, rowCount }
    })
    expect(different).toEqual({
      rows: [],
      columns: [
        { attname: 'subscriber', type: 'integer' },
        { attname: 'places', type: 'numeric(8,2)' },
        { attname: 'label', type: 'text' },
      ],
      rowCount: SUBSCRIBERS,
    })
  })

  it('take in whoever has a number that nobody should have', async () => {
    const outside = `SELECT subscriber, count(DISTINCT place) AS places
      FROM (TABLE cache.seen UNION ALL VALUES (-5, 0), (0, 0), (${SUBSCRIBERS + 9}, 0)) AS seen GROUP BY subscriber`
    const people = await asFlowMachine(outside, resources(), async (slices, client) => {
      const { rowCount } = await client.query(`${slices}`)
      return rowCount
    })
    expect(people).toBe(SUBSCRIBERS + 3)
  })

  it('are taken by parallel workers, as wholes', async () => {
    const plan = await asFlowMachine(PLACES, resources(), async (slices, client) => {
      const { rows } = await client.query<{ 'QUERY PLAN': string }>(
        `EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) CREATE TABLE cache.sliced AS ${slices}`,
      )
      return rows.map(row => row['QUERY PLAN'].replace(/ \(actual.*/, '').trim())
    })
    expect(plan.slice(0, 4)).toEqual([
      'Gather',
      'Workers Planned: 2',
      'Workers Launched: 2',
      '->  Parallel Append',
    ])
    expect(plan.filter(line => line.startsWith('->  Function Scan on slice'))).toHaveLength(8)
  })

  it('are about as small as asked for, and as many for each worker', async () => {
    expect(await numberIn(PLACES, resources())).toBe(8)
    expect(await numberIn(PLACES, resources({ sliceSubscribers: 15_000 }))).toBe(4)
    expect(await numberIn(PLACES, resources({ sliceSubscribers: 1 }))).toBe(64)
  })

  it('are as many as there are workers where each reads everything', async () => {
    expect(await numberIn(PLACES, resources({ computedBy: 'large slices' }))).toBe(2)
  })

  it('are not made of what is about few people, or is little work', async () => {
    expect(await numberIn(PLACES, resources({ sliceSubscribers: SUBSCRIBERS }))).toBe(0)
    expect(await numberIn('SELECT subscriber FROM derived.subscribers LIMIT 9', resources())).toBe(0)
  })

  it('are not made where another way is asked for', async () => {
    expect(await numberIn(PLACES, resources({ computedBy: 'one process' }))).toBe(0)
    expect(await numberIn(PLACES, resources({ computedBy: 'several processes' }))).toBe(0)
  })

  it('share the memory with the rows that they keep', async () => {
    const { sliced, whole } = await asFlowMachine(PLACES, resources(), async (_, client) => {
      const { rows } = await client.query<{ bytes: number }>(
        `SELECT pg_size_bytes(current_setting('work_mem'))::float8 AS bytes`,
      )
      return { sliced: rows[0]?.bytes ?? 0, whole: 256 * MB }
    })
    // One sort in each of two workers, and eight slices.
    expect(sliced).toBe(Math.floor(whole / 10 / 1024) * 1024)
  })
})

describe('the function that runs a slice', () => {
  it('runs nothing that writes', async () => {
    await expect(
      asFlowMachine(PLACES, resources(), (_, client) =>
        client.query(
          `SELECT * FROM cache.slice('DELETE FROM cache.seen RETURNING subscriber') AS slice (subscriber integer)`,
        ),
      ),
    ).rejects.toThrow('DELETE is not allowed in a non-volatile function')
  })

  it('is for nobody but FlowMachine', async () => {
    const refused = withClient(database.flowapi.url, client =>
      client.query(`SELECT * FROM cache.slice('SELECT 1') AS slice (one integer)`),
    )
    await expect(refused).rejects.toThrow('permission denied')
  })
})
