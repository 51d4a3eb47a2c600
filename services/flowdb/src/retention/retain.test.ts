import { createFlowDb, type TestFlowDb } from '@flowkit/local-stack/vitest'
import { createLogger, createPool } from '@flowkit/service'
import type pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { applyOptOuts } from '../opt-outs/apply.ts'
import { Callers } from '../opt-outs/testing.ts'
import { firstKept, isUnlimited, type RetentionPolicy } from './policy.ts'
import { dueOn, retain } from './retain.ts'

let db: TestFlowDb
let pool: pg.Pool
let callers: Callers

beforeEach(async () => {
  db = await createFlowDb({ profile: 'empty', timezone: 'Asia/Kathmandu' })
  const { host, port, name, superuser } = db
  pool = createPool({ host, port, database: name, ...superuser }, 'test', 6, createLogger('test', 'silent'))
  callers = new Callers(pool)
})
afterEach(async () => {
  await pool.end()
  await db.drop()
})

const FOR_GOOD: RetentionPolicy = {
  raw: { calls: undefined, sms: undefined, mds: undefined, topups: undefined, forwards: undefined },
  derived: undefined,
  results: undefined,
  mobileMoney: undefined,
}
const rawFor = (days: number): RetentionPolicy['raw'] => ({
  calls: days,
  sms: days,
  mds: days,
  topups: days,
  forwards: days,
})

const rawTables = () =>
  callers.values<string>(
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'events'::regnamespace ORDER BY 1",
  )

test('what is kept for 30 days begins with the 30th day before today', () => {
  expect(firstKept('2016-01-31', 30)).toBe('2016-01-01')
  expect(firstKept('2016-03-01', 1)).toBe('2016-02-29')
  expect(firstKept('2016-01-31', undefined)).toBeUndefined()
  expect(isUnlimited(FOR_GOOD)).toBe(true)
  expect(isUnlimited({ ...FOR_GOOD, raw: { ...FOR_GOOD.raw, mds: 5 } })).toBe(false)
})

describe('raw events that are past their age', () => {
  const policy = { ...FOR_GOOD, raw: { ...rawFor(2), mds: 5 } }

  test('go, and the day is queried as before, in the same version', async () => {
    await callers.loadThreeDays()
    const versions = () => callers.values('SELECT version FROM etl.sealed_days ORDER BY day, event_type')
    const before = await versions()
    const { plan, waiting } = await retain(pool, policy, '2016-01-05')
    expect(plan.days).toEqual([
      { type: 'calls', date: '2016-01-01', rows: 4, part: 'raw' },
      { type: 'calls', date: '2016-01-02', rows: 2, part: 'raw' },
    ])
    expect(waiting).toEqual([])
    expect(await rawTables()).toEqual(['calls_20160103', 'mds_20160101'])
    expect(await callers.seen()).toEqual({
      'calls/2016-01-01': [4, 3],
      'calls/2016-01-02': [2, 2],
      'calls/2016-01-03': [2, 2, 2],
      'mds/2016-01-01': [3, 3, 3],
    })
    expect(await versions()).toEqual(before)
    expect((await dueOn(pool, policy, '2016-01-05')).days).toEqual([])
  })

  test('are recorded as removed, and no longer among the available dates', async () => {
    await callers.loadThreeDays()
    await retain(pool, policy, '2016-01-05')
    const { rows } = await pool.query(
      'SELECT reason, what, day::text, row_count AS rows FROM etl.removals ORDER BY id',
    )
    expect(rows).toEqual([
      { reason: 'retention', what: 'events.calls', day: '2016-01-01', rows: 4 },
      { reason: 'retention', what: 'events.calls', day: '2016-01-02', rows: 2 },
    ])
    expect(
      await callers.values("SELECT cdr_date::text FROM etl.available_dates WHERE cdr_type = 'calls'"),
    ).toEqual(['2016-01-03'])
  })

  test('come back with a load of the day, and opt-outs reach what was derived', async () => {
    await callers.loadThreeDays()
    await retain(pool, policy, '2016-01-05')
    await callers.load('calls', '2016-01-02', [['Bob']])
    await callers.optOut('Ann')
    await applyOptOuts(pool, { waiting: () => {}, removed: () => {} })
    expect(await callers.traces('Ann')).toEqual({})
    expect(await callers.seen()).toMatchObject({ 'calls/2016-01-01': [2, 2], 'calls/2016-01-02': [1, 1, 1] })
  })

  test('stay for a reader who has begun, and who is not in the way', async () => {
    await callers.loadThreeDays()
    const reader = await pool.connect()
    await reader.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
    const before = await callers.seen(reader)
    const { waiting } = await retain(pool, policy, '2016-01-05')
    expect(waiting).toEqual(['events.calls_20160101', 'events.calls_20160102'])
    expect(await callers.seen(reader)).toEqual(before)
    await reader.query('COMMIT')
    // Somebody who reads the partitioned table may see them a little longer, and is not in the way either.
    await reader.query('BEGIN')
    expect(await callers.values('SELECT count(*) FROM events.calls', reader)).toEqual([8])
    expect((await retain(pool, policy, '2016-01-05')).waiting).toHaveLength(2)
    await reader.query('COMMIT')
    reader.release()
    expect((await retain(pool, policy, '2016-01-05')).waiting).toEqual([])
    expect(await callers.values('SELECT count(*) FROM events.calls')).toEqual([2])
  })
})

describe('days that are past their age', () => {
  const policy = { ...FOR_GOOD, derived: 2 }

  test('go with everything that was derived, with subscribers whom no other day holds', async () => {
    await callers.loadThreeDays()
    const { plan, forgotten } = await retain(pool, policy, '2016-01-05')
    expect(plan.days.map(({ type, date, part }) => `${type} ${date} ${part}`)).toEqual([
      'calls 2016-01-01 day',
      'mds 2016-01-01 day',
      'calls 2016-01-02 day',
    ])
    expect(await callers.seen()).toEqual({ 'calls/2016-01-03': [2, 2, 2] })
    expect(await rawTables()).toEqual(['calls_20160103'])
    expect(
      await callers.values(
        "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relname ~ '^(facts|visits)_'",
      ),
    ).toEqual([2])
    expect(forgotten).toBe(1)
    expect(await callers.traces('Ann')).toEqual({})
    expect(Object.keys(await callers.traces('Bob'))).toContain('derived.subscribers.msisdn')
  })

  test('take the parts of queries with them, and leave what was released', async () => {
    await callers.loadThreeDays()
    await callers.store('cache', 'a1', ['calls/2016-01-01'], 'SELECT 1 AS subscriber')
    const kept = await callers.store('cache', 'a3', ['calls/2016-01-03'], 'SELECT 1 AS subscriber')
    const released = await callers.store('released', 'b1', ['calls/2016-01-01'], 'SELECT 20 AS value')
    const { outdated } = await retain(pool, policy, '2016-01-05')
    expect(outdated).toBe(1)
    expect(await callers.resultTables()).toEqual([kept, released])
    expect(
      await callers.values(
        `SELECT removed.version = read.version FROM etl.removed_days AS removed
         JOIN cache.result_versions AS read ON item = event_type || '/' || day`,
      ),
    ).toEqual([true])
  })

  test('are left for the next time while somebody is loading them, and so is the dictionary', async () => {
    await callers.loadThreeDays()
    const holder = await pool.connect()
    await holder.query(
      "SELECT pg_advisory_lock('etl.sealed_days'::regclass::oid::integer, hashtext('sms_20160109'))",
    )
    expect((await retain(pool, policy, '2016-01-05')).forgotten).toBeUndefined()
    await holder.query('SELECT pg_advisory_unlock_all()')
    holder.release()
    expect((await retain(pool, policy, '2016-01-05')).forgotten).toBe(1)
  })
})

test('stored results with rows of subscribers go at their age, and others stay', async () => {
  await callers.loadThreeDays()
  const old = await callers.store('cache', 'a1', ['calls/2016-01-01'], 'SELECT 1 AS subscriber')
  const places = await callers.store('cache', 'a2', [], 'SELECT 1 AS place')
  const released = await callers.store('released', 'b1', ['calls/2016-01-01'], 'SELECT 20 AS value')
  await pool.query("UPDATE cache.results SET created_at = '2016-01-03 23:59+05:45'")
  const young = await callers.store('cache', 'a3', ['calls/2016-01-01'], 'SELECT 1 AS subscriber')
  await pool.query(`
    CREATE TABLE cache.x${'c'.repeat(32)} AS SELECT 'a' AS subscriber;
    INSERT INTO cache.cached (query_id, created, class, schema, tablename)
      VALUES ('c', '2016-01-03 23:59+05:45', 'DailyLocation', 'cache', 'x${'c'.repeat(32)}');
  `)
  const policy = { ...FOR_GOOD, results: 6 }
  expect(await dueOn(pool, policy, '2016-01-09')).toMatchObject({ results: 0 })
  expect(await dueOn(pool, policy, '2016-01-10')).toMatchObject({ days: [], results: 2 })
  expect(await callers.resultTables()).toContain(old)
  await retain(pool, policy, '2016-01-10')
  expect(await callers.resultTables()).toEqual([places, young, released])
})

test('mobile money goes at its age, by the local date', async () => {
  await pool.query(`
    INSERT INTO infrastructure.cells (id, version) VALUES ('S1', 0);
    INSERT INTO dfs.subscribers (id) VALUES (1);
    INSERT INTO dfs.transactions (id, timestamp)
      VALUES (1, '2016-01-01 23:59+05:45'), (2, '2016-01-02 00:00+05:45');
    INSERT INTO dfs.transactions_metadata (transaction_id, subscriber_id, cell_id, cell_version)
      VALUES (1, 1, 'S1', 0), (2, 1, 'S1', 0);
  `)
  await retain(pool, { ...FOR_GOOD, mobileMoney: 3 }, '2016-01-05')
  expect(await callers.values('SELECT id FROM dfs.transactions')).toEqual([2])
  expect(await callers.values('SELECT transaction_id FROM dfs.transactions_metadata')).toEqual([2])
})
