import { createFlowDb, type TestFlowDb } from '@flowkit/local-stack/vitest'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Together } from './together.ts'

let db: TestFlowDb
let pool: pg.Pool
beforeAll(async () => {
  db = await createFlowDb({ profile: 'empty' })
  pool = new pg.Pool({ connectionString: db.superuser.url, max: 10 })
  await pool.query(
    'CREATE TABLE public.counted (n integer); CREATE TABLE public.noted (n integer CHECK (n > 0))',
  )
})
afterAll(async () => {
  await pool.end()
  await db.drop()
})

/** Doubles numbers, after a while, and remembers with which others each was asked. */
function doubling(atATime: number) {
  const statements: (readonly number[])[] = []
  const together = new Together<number, number>(async (database, asked) => {
    statements.push(asked)
    const { rows } = await database.query<{ double: number }>(
      'SELECT 2 * n AS double FROM unnest($1::integer[]) WITH ORDINALITY AS each (n, place), pg_sleep(0.02) ORDER BY place',
      [asked],
    )
    return rows.map(({ double }) => double)
  }, atATime)
  return { together, statements }
}

const numbers = (length: number) => Array.from({ length }, (_, number) => number)

it('answers each what it asked, and many by one statement', async () => {
  const { together, statements } = doubling(2)
  const answers = await Promise.all(numbers(50).map(number => together.of(pool, number)))
  expect(answers).toEqual(numbers(50).map(number => 2 * number))
  // Two go at once, and whichever comes back first takes all who have come since.
  expect(statements.map(({ length }) => length)).toEqual([1, 1, 48])
})

it('answers who comes during a statement by a later one', async () => {
  const size = new Together<null, number>(async (database, asked) => {
    const { rows } = await database.query<{ size: number }>(
      'SELECT (SELECT count(*)::integer FROM public.counted) AS size, pg_sleep(0.05)',
    )
    return asked.map(() => rows[0]?.size ?? Number.NaN)
  }, 1)
  const before = size.of(pool, null)
  // It has begun, and sees no row.
  while ((await pool.query("SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep'")).rowCount === 0);
  await pool.query('INSERT INTO public.counted VALUES (1)')
  const after = size.of(pool, null)
  expect([await before, await after]).toEqual([0, 1])
})

it('does for the others what they want when one of them wants what cannot be done, once', async () => {
  const noting = new Together<number, void>(async (database, asked) => {
    await database.query('INSERT INTO public.noted SELECT unnest($1::integer[])', [asked])
    return asked.map(() => undefined)
  }, 1)
  const outcomes = await Promise.allSettled([1, 2, -3, 4].map(number => noting.of(pool, number)))
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
  const { rows } = await pool.query('SELECT n FROM public.noted ORDER BY n')
  expect(rows).toEqual([{ n: 1 }, { n: 2 }, { n: 4 }])
})

it('lets everybody act alone within a transaction', async () => {
  const { together, statements } = doubling(1)
  const client = await pool.connect()
  const answers = await Promise.all(numbers(3).map(number => together.of(client, number)))
  client.release()
  expect(answers).toEqual([0, 2, 4])
  expect(statements).toEqual([[0], [1], [2]])
})
