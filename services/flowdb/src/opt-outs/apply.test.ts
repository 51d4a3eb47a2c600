import { Readable } from 'node:stream'
import { createFlowDb, type TestFlowDb } from '@flowkit/local-stack/vitest'
import { createLogger, createPool, existingPseudonyms } from '@flowkit/service'
import type pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { tidyAll } from '../load/tidy.ts'
import { applyOptOuts } from './apply.ts'
import { removeOptOuts } from './remove.ts'
import { Callers, hash } from './testing.ts'

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

const silent = { waiting: () => {}, removed: () => {} }
const apply = () => applyOptOuts(pool, silent)

describe('applying the list of opt-outs', () => {
  test('leaves nothing of those who are on it in any table, and everything of the others', async () => {
    await callers.loadThreeDays()
    await callers.optOut('Ann')
    const { rows, days, waiting } = await apply()
    expect(Object.fromEntries(rows)).toEqual({
      'events.calls': 2,
      'counterparts in events.calls': 2,
      'events.mds': 1,
      facts: 3,
      visits: 2,
      'derived.subscribers': 1,
    })
    expect({ days, waiting }).toEqual({ days: 3, waiting: [] })
    expect(await callers.traces('Ann')).toEqual({})
    expect(await callers.seen()).toEqual({
      'calls/2016-01-01': [2, 2, 2],
      'calls/2016-01-02': [2, 2, 2],
      'calls/2016-01-03': [2, 2, 2],
      'mds/2016-01-01': [2, 2, 2],
    })
    expect(
      await callers.values("SELECT count(*) FROM events.calls WHERE datetime < '2016-01-02 00:00+05:45'"),
    ).toEqual([2])
    expect(await callers.values('SELECT row_count FROM etl.sealed_days ORDER BY day, event_type')).toEqual([
      2, 2, 2, 2,
    ])
  })

  test('raises the versions of the days that held them and of no other', async () => {
    await callers.loadThreeDays()
    const versions = () =>
      pool.query<{ item: string; version: number }>(
        "SELECT item, version FROM etl.data_versions WHERE item ~ '/'",
      )
    const before = new Map((await versions()).rows.map(({ item, version }) => [item, version]))
    await callers.optOut('Ann')
    await apply()
    const raised = (await versions()).rows.filter(({ item, version }) => version > (before.get(item) ?? 0))
    expect(raised.map(({ item }) => item).toSorted()).toEqual([
      'calls/2016-01-01',
      'calls/2016-01-02',
      'mds/2016-01-01',
    ])
  })

  test('finds nothing to do the second time, nor where nobody on it is in the data', async () => {
    await callers.loadThreeDays()
    await callers.optOut('Ann')
    await apply()
    await callers.optOut('Dan')
    const before = await callers.values('SELECT version FROM etl.sealed_days ORDER BY version')
    expect(await apply()).toEqual({ rows: new Map(), days: 0, results: 0, waiting: [] })
    expect(await callers.values('SELECT version FROM etl.sealed_days ORDER BY version')).toEqual(before)
  })

  test('removes them from days whose raw events are no longer kept', async () => {
    await callers.loadThreeDays()
    await pool.query("UPDATE etl.sealed_days SET table_name = NULL WHERE event_type = 'mds'")
    await callers.optOut('Ann')
    await apply()
    expect(await callers.traces('Ann')).toEqual({})
    expect(await callers.values("SELECT table_name FROM etl.sealed_days WHERE event_type = 'mds'")).toEqual([
      null,
    ])
  })

  test('does the work again after a backup from before was restored', async () => {
    await callers.loadThreeDays()
    await callers.optOut('Ann')
    await apply()
    await pool.query('TRUNCATE etl.opt_outs')
    await callers.loadThreeDays()
    expect(await callers.traces('Ann')).not.toEqual({})
    await callers.optOut('Ann')
    expect((await apply()).days).toBe(3)
    expect(await callers.traces('Ann')).toEqual({})
  })

  test('records for auditors what went and why, out of the sight of FlowMachine', async () => {
    await callers.loadThreeDays()
    await callers.optOut('Ann')
    await apply()
    const { rows } = await pool.query(
      "SELECT reason, what, day::text, row_count AS rows FROM etl.removals WHERE day = '2016-01-02' OR day IS NULL ORDER BY id",
    )
    expect(rows).toEqual([
      { reason: 'opt-out', what: 'counterparts in events.calls', day: '2016-01-02', rows: 1 },
      { reason: 'opt-out', what: 'derived.subscribers', day: null, rows: 1 },
    ])
    const hidden = ['etl.removals', 'etl.opt_outs', 'etl.opted_out_subscribers']
    for (const table of hidden)
      expect(await callers.values(`SELECT has_table_privilege('flowmachine', '${table}', 'SELECT')`)).toEqual(
        [false],
      )
  })

  test('takes their side out of mobile money, and transactions that have no other', async () => {
    await pool.query(`
      INSERT INTO infrastructure.cells (id, version) VALUES ('S1', 0);
      INSERT INTO dfs.subscribers (id, msisdn) VALUES (1, '\\x${hash('Ann')}'), (2, '\\x${hash('Bob')}');
      INSERT INTO dfs.transactions (id, amount, timestamp) VALUES (1, 5, '2016-01-01'), (2, 6, '2016-01-01');
      INSERT INTO dfs.transactions_metadata (transaction_id, subscriber_id, cell_id, cell_version)
        VALUES (1, 1, 'S1', 0), (1, 2, 'S1', 0), (2, 1, 'S1', 0);
    `)
    await callers.optOut('Ann')
    expect(Object.fromEntries((await apply()).rows)).toEqual({
      'dfs.transactions_metadata': 2,
      'dfs.transactions': 1,
      'dfs.subscribers': 1,
    })
    expect(await callers.traces('Ann')).toEqual({})
    expect(await callers.values('SELECT id FROM dfs.transactions')).toEqual([1])
    expect(await callers.values('SELECT subscriber_id FROM dfs.transactions_metadata')).toEqual([2])
  })

  test('drops results that have read a day with them, and no others', async () => {
    await callers.loadThreeDays()
    const located = `SELECT subscriber, 1 AS place FROM derived.subscribers`
    await callers.store('cache', 'a1', ['calls/2016-01-01'], located)
    await callers.store('released', 'b1', ['calls/2016-01-01', 'calls/2016-01-03'], 'SELECT 20 AS value')
    const other = await callers.store('cache', 'a3', ['calls/2016-01-03'], 'SELECT 1 AS subscriber')
    const shapes = await callers.store('released', 'b3', [], 'SELECT 1 AS gid')
    await pool.query(`
      CREATE TABLE cache.x${'c'.repeat(32)} AS ${located};
      INSERT INTO cache.cached (query_id, created, class, schema, tablename) VALUES
        ('c', now(), 'DailyLocation', 'cache', 'x${'c'.repeat(32)}'), ('t', now(), 'Table', 'events', 'calls');
    `)
    await callers.optOut('Ann')
    expect((await apply()).results).toBe(3)
    expect(await callers.resultTables()).toEqual([other, shapes].toSorted())
    expect(await callers.values('SELECT query_id FROM cache.cached')).toEqual(['t'])
    expect(await callers.values('SELECT count(*) FROM cache.results')).toEqual([2])
    expect(await callers.values("SELECT row_count FROM etl.removals WHERE what = 'stored results'")).toEqual([
      3,
    ])
  })

  test('drops the parts that have read a day which was replaced before they opted out', async () => {
    await callers.loadThreeDays()
    await callers.store('cache', 'a1', ['mds/2016-01-01'], 'SELECT subscriber FROM derived.subscribers')
    await callers.load('mds', '2016-01-01', [['Bob']])
    await callers.optOut('Ann')
    await apply()
    expect(await callers.resultTables()).toEqual([])
  })
})

describe('while the list is applied', () => {
  test('a transaction that has begun reads the days as they were to its end, and nobody waits', async () => {
    await callers.loadThreeDays()
    const result = await callers.store('released', 'b1', ['calls/2016-01-01'], 'SELECT 20 AS value')
    const reader = await pool.connect()
    await reader.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
    const before = await callers.seen(reader)
    await callers.optOut('Ann')
    const { waiting } = await apply()
    expect(waiting).toContain(result)
    expect(await callers.seen(reader)).toEqual(before)
    expect(await callers.values(`SELECT value FROM ${result}`, reader)).toEqual([20])
    expect((await callers.seen())['calls/2016-01-01']).toEqual([2, 2, 2])
    await reader.query('COMMIT')
    reader.release()
    expect((await apply()).waiting).toEqual([])
    expect(await callers.traces('Ann')).toEqual({})
    expect(await callers.resultTables()).toEqual([])
  })

  test('a load that began with a shorter list is waited for, and what it has loaded is searched', async () => {
    await callers.loadThreeDays()
    const holder = await pool.connect()
    // The load has left out who is on the list, and then waits to number its subscribers.
    await holder.query("SELECT pg_advisory_lock('derived.subscribers'::regclass::oid::integer, 0)")
    const loading = callers.load('sms', '2016-01-05', [['Ann'], ['Bob']])
    await callers.untilSomebodyWaits()
    await callers.optOut('Ann')
    let loads = 0
    const applying = applyOptOuts(pool, { ...silent, waiting: count => (loads = count) })
    while (loads === 0) await new Promise(resolve => setTimeout(resolve, 20))
    await holder.query('SELECT pg_advisory_unlock_all()')
    holder.release()
    await Promise.all([loading, applying])
    expect(loads).toBe(1)
    expect(await callers.traces('Ann')).toEqual({})
    expect((await callers.seen())['sms/2016-01-05']).toEqual([1, 1, 1])
  })
})

test('a day that is loaded again without somebody who has opted out revokes what has read it', async () => {
  await callers.loadThreeDays()
  await callers.load('mds', '2016-01-01', [['Ann'], ['Bob'], ['Cem']])
  expect(await callers.values('SELECT item FROM etl.revoked_versions')).toEqual([])
  await callers.optOut('Ann')
  await callers.load('mds', '2016-01-01', [['Ann'], ['Bob'], ['Cem']])
  expect(
    await callers.values(
      'SELECT item FROM etl.revoked_versions JOIN etl.data_versions USING (item) WHERE before = version',
    ),
  ).toEqual(['mds/2016-01-01'])
})

test('somebody who opts in again is in later loads, and not in what was removed', async () => {
  await callers.loadThreeDays()
  await callers.optOut('Ann', 'Bob')
  await apply()
  const list = Readable.from([`${hash('Ann')}\n${hash('Dan')}\n`])
  expect(await removeOptOuts(pool, list, existingPseudonyms)).toEqual({ removed: 1, total: 1 })
  await callers.load('sms', '2016-01-04', [['Ann'], ['Bob']])
  expect(await apply()).toMatchObject({ days: 0 })
  expect(await callers.values('SELECT count(*) FROM events.sms')).toEqual([1])
  expect((await callers.seen())['calls/2016-01-01']).toEqual([1, 1, 1])
})

test('tidying leaves a day that is being loaded to its load', async () => {
  await callers.loadThreeDays()
  const holder = await pool.connect()
  await holder.query("SELECT pg_advisory_lock('derived.subscribers'::regclass::oid::integer, 0)")
  const loading = callers.load('mds', '2016-01-01', [['Bob']])
  await callers.untilSomebodyWaits()
  const results: unknown[] = []
  await tidyAll(pool, (_, result) => results.push(result))
  expect(results).toEqual(['busy'])
  await holder.query('SELECT pg_advisory_unlock_all()')
  holder.release()
  await loading
})
