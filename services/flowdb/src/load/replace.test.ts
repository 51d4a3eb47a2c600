import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createFlowDb, type TestFlowDb } from '@flowkit/local-stack/vitest'
import { createLogger, createPool } from '@flowkit/service'
import type pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { DayOfType } from './event-types.ts'
import { type DayOfEvents, loadEvents } from './events.ts'
import { tidyAll } from './tidy.ts'

const DAY: DayOfType = { type: 'sms', date: '2016-01-01' }
let db: TestFlowDb
let pool: pg.Pool

beforeEach(async () => {
  db = await createFlowDb({ profile: 'empty', timezone: 'Asia/Kathmandu' })
  const { host, port, name, superuser } = db
  pool = createPool({ host, port, database: name, ...superuser }, 'test', 4, createLogger('test', 'silent'))
})

afterEach(async () => {
  await pool.end()
  await db.drop()
})

/** Messages at noon, each of another subscriber. */
function messages(count: number): DayOfEvents & { chunks: string[] } {
  const line = (n: number) => `2016-01-01 12:00:00\t\\\\x${`${n}`.padStart(4, '0')}\tS1\n`
  return {
    ...DAY,
    columns: ['datetime', 'msisdn', 'location_id'],
    chunks: Array.from({ length: count }, (_, n) => line(n)),
  }
}

/** How many rows somebody finds who goes by the seal, in the raw events, the facts and the visits. */
async function read(reader: pg.Pool | pg.ClientBase): Promise<number[]> {
  const { rows: seals } = await reader.query<Record<'table_name' | 'facts_table' | 'visits_table', string>>(
    'SELECT table_name, facts_table, visits_table FROM etl.sealed_days',
  )
  const counts: number[] = []
  for (const table of seals.flatMap(Object.values)) {
    const { rows } = await reader.query<{ count: number }>(`SELECT count(*) FROM ${table}`)
    counts.push(rows[0]?.count ?? -1)
  }
  return counts
}

/** The rows of the partitioned table, which administrators read. */
async function inParent(): Promise<number | undefined> {
  const { rows } = await pool.query<{ count: number }>('SELECT count(*) FROM events.sms')
  return rows[0]?.count
}

/** Every table of a day that there is, sealed or not. */
async function tables(): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    "SELECT oid::regclass::text AS name FROM pg_class WHERE relkind = 'r' AND relname ~ 'sms_2016' ORDER BY name",
  )
  return rows.map(({ name }) => name)
}

describe('loading a day again', () => {
  test('replaces it, and leaves nothing of the earlier one', async () => {
    await loadEvents(pool, messages(3))
    const { rows: before } = await pool.query('SELECT version FROM etl.sealed_days')
    const { table } = await loadEvents(pool, messages(5))
    expect(await read(pool)).toEqual([5, 5, 5])
    expect(await inParent()).toBe(5)
    expect(await tables()).toHaveLength(3)
    expect(await tables()).toContain(table)
    const { rows: after } = await pool.query('SELECT version FROM etl.sealed_days')
    expect(after[0].version).toBeGreaterThan(before[0].version)
  })

  test('leaves the earlier day to a transaction that began with it, which waits for nobody', async () => {
    await loadEvents(pool, messages(3))
    const reader = await pool.connect()
    await reader.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
    // Its snapshot is taken, but none of the day's tables has been touched yet.
    await reader.query('SELECT FROM etl.sealed_days')
    await loadEvents(pool, messages(5))
    expect(await read(reader)).toEqual([3, 3, 3])
    expect(await read(pool)).toEqual([5, 5, 5])
    await reader.query('COMMIT')
    expect(await read(reader)).toEqual([5, 5, 5])
    reader.release()
    await tidyAll(pool, () => {})
    expect(await tables()).toHaveLength(3)
  })

  test('lets the partitioned table lag behind a reader who holds it, until it is tidied', async () => {
    await loadEvents(pool, messages(3))
    const reader = await pool.connect()
    await reader.query('BEGIN')
    await reader.query('SELECT count(*) FROM events.sms')
    await loadEvents(pool, messages(5))
    expect(await read(pool)).toEqual([5, 5, 5])
    expect(await inParent()).toBe(3)
    await reader.query('COMMIT')
    reader.release()
    await tidyAll(pool, () => {})
    expect(await inParent()).toBe(5)
    expect(await tables()).toHaveLength(3)
  })

  test('that fails leaves the day as it was', async () => {
    await loadEvents(pool, messages(3))
    await expect(loadEvents(pool, { ...messages(0), chunks: ['no such row\n'] })).rejects.toThrow()
    expect(await read(pool)).toEqual([3, 3, 3])
    expect(await inParent()).toBe(3)
  })
})

/** Loads five messages in a process of its own, from the built code. */
function startLoader() {
  const { host, port, name, superuser } = db
  const address = JSON.stringify({ host, port, database: name, ...superuser })
  const lines = JSON.stringify(messages(5).chunks)
  const script = `
    import { createLogger, createPool } from '@flowkit/service'
    import { loadEvents } from '${new URL('../../dist/load/events.js', import.meta.url)}'
    const pool = createPool(${address}, 'loader', 1, createLogger('loader', 'silent'))
    await loadEvents(pool, {
      type: 'sms', date: '2016-01-01', columns: ['datetime', 'msisdn', 'location_id'], chunks: ${lines}
    })
  `
  return spawn(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: import.meta.dirname,
    stdio: 'inherit',
  })
}

/** Waits until the loader's session waits for a lock, or until it is gone. */
async function until(state: 'waiting' | 'gone'): Promise<void> {
  for (;;) {
    const { rows } = await pool.query<{ waiting: boolean }>(
      "SELECT wait_event_type = 'Lock' AS waiting FROM pg_stat_activity WHERE application_name = 'loader' AND datname = current_database()",
    )
    if (state === 'gone' ? rows.length === 0 : rows.some(({ waiting }) => waiting)) return
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}

describe('a loader that is killed', () => {
  /** What holds it up, and so where it dies. */
  const steps = {
    'while it makes the table': 'LOCK TABLE pg_class IN SHARE MODE',
    'while it numbers subscribers':
      "SELECT pg_advisory_lock('derived.subscribers'::regclass::oid::integer, 0)",
    'before it seals': 'SELECT FROM etl.sealed_days FOR UPDATE',
    'before it drops the earlier tables': 'LOCK TABLE etl.withdrawn_tables IN SHARE MODE',
  }

  test.each(Object.entries(steps))('%s leaves whole what is visible', async (when, hold) => {
    await loadEvents(pool, messages(3))
    const holder = await pool.connect()
    await holder.query('BEGIN')
    await holder.query(hold)
    const loader = startLoader()
    const ended = once(loader, 'exit')
    await until('waiting')
    loader.kill('SIGKILL')
    expect(await ended).toEqual([null, 'SIGKILL'])
    await until('gone')
    const visible = when === 'before it drops the earlier tables' ? [5, 5, 5] : [3, 3, 3]
    await holder.query('COMMIT')
    holder.release(true)
    expect(await read(pool)).toEqual(visible)
    await loadEvents(pool, messages(7))
    expect(await read(pool)).toEqual([7, 7, 7])
    expect(await inParent()).toBe(7)
    expect(await tables()).toHaveLength(3)
  })
})
