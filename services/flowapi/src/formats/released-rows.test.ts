import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createReleasedDatabase, type ReleasedDatabase } from '../testing/flowdb.ts'
import { readRows } from './released-rows.ts'

let database: ReleasedDatabase
beforeAll(async () => {
  database = await createReleasedDatabase()
  await database.writer.query('CREATE TABLE released.many AS SELECT n FROM generate_series(1, 100000) AS n')
})
afterAll(() => database.close())

/** How many statements the gateway has under way or open in the database. */
async function open(): Promise<number> {
  const { rows } = await database.superuser.query<{ open: number }>(
    `SELECT count(*)::int AS open FROM pg_stat_activity
     WHERE application_name = 'flowapi results' AND datname = current_database() AND state <> 'idle'`,
  )
  return rows[0]?.open ?? 0
}

async function untilNothingIsOpen(): Promise<void> {
  while ((await open()) > 0) await sleep(20)
}

describe('reading a result', () => {
  test('gives the columns in their order, and batches of rows', async () => {
    const { columns, batches } = await readRows(
      database.reader,
      'SELECT n, n * 2 AS double FROM released.many',
    )
    expect(columns.map(({ name }) => name)).toEqual(['n', 'double'])
    const sizes: number[] = []
    for await (const batch of batches) sizes.push(batch.length)
    expect(sizes).toEqual(Array.from({ length: 100 }, () => 1000))
    await untilNothingIsOpen()
  })

  test('gives the connection back when all is read, so that few serve many', async () => {
    for (let times = 0; times < 20; times += 1) {
      const { batches } = await readRows(database.reader, 'SELECT n FROM released.many LIMIT 2000')
      for await (const batch of batches) expect(batch).toHaveLength(1000)
    }
    expect(database.reader.waitingCount).toBe(0)
    expect(database.reader.totalCount).toBeLessThanOrEqual(8)
  })

  test('fails before the first row when it cannot be read', async () => {
    await expect(readRows(database.reader, 'SELECT * FROM released.nothing')).rejects.toThrow(
      /does not exist/,
    )
    await expect(readRows(database.reader, 'SELECT 1 / 0')).rejects.toThrow(/division by zero/)
  })

  test('fails in the middle when the database does', async () => {
    const sql = 'SELECT 1 / (5000 - n) AS v FROM released.many'
    const { batches } = await readRows(database.reader, sql)
    let rows = 0
    const reading = (async () => {
      for await (const batch of batches) rows += batch.length
    })()
    await expect(reading).rejects.toThrow(/division by zero/)
    expect(rows).toBe(4000)
    await untilNothingIsOpen()
  })

  test('holds nothing open when the reader stops early', async () => {
    const { batches } = await readRows(database.reader, 'SELECT n FROM released.many')
    for await (const batch of batches) {
      expect(batch).toHaveLength(1000)
      break
    }
    await untilNothingIsOpen()
  })

  test('holds nothing open when the reader never starts', async () => {
    const { abandon } = await readRows(database.reader, 'SELECT n FROM released.many')
    expect(await open()).toBe(1)
    abandon()
    abandon()
    await untilNothingIsOpen()
  })

  test('stops the work of the database when the reader leaves while it goes on', async () => {
    const sql = 'SELECT n, CASE WHEN n > 1000 THEN pg_sleep(600) END FROM released.many'
    const { batches, abandon } = await readRows(database.reader, sql)
    const reading = (async () => {
      for await (const batch of batches) expect(batch).toHaveLength(1000)
    })()
    while ((await open()) === 0) await sleep(5)
    abandon()
    await expect(reading).rejects.toThrow()
    await untilNothingIsOpen()
  })
})

describe('what the gateway may do in the database', () => {
  test.each([
    'CREATE TABLE released.mine (n int)',
    'DELETE FROM released.many',
    'CREATE TEMPORARY TABLE mine (n int)',
  ])('does not include: %s', async statement => {
    await expect(database.reader.query(statement)).rejects.toThrow()
  })

  test('is to read: every connection is read-only and stops statements that take too long', async () => {
    const settings = await database.reader.query(
      `SELECT current_setting('transaction_read_only') AS read_only, current_setting('statement_timeout') AS timeout`,
    )
    expect(settings.rows).toEqual([{ read_only: 'on', timeout: '1min' }])
  })
})
