import { createFlowDb, type TestFlowDb } from '@flowkit/local-stack/vitest'
import { createLogger, createPool } from '@flowkit/service'
import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type DayOfEvents, loadEvents } from './events.ts'

let db: TestFlowDb
let pool: pg.Pool

beforeAll(async () => {
  db = await createFlowDb({ profile: 'empty', timezone: 'Asia/Kathmandu' })
  const { host, port, name, superuser } = db
  pool = createPool({ host, port, database: name, ...superuser }, 'test', 3, createLogger('test', 'silent'))
})

afterAll(async () => {
  await pool.end()
  await db.drop()
})

beforeEach(async () => {
  const { rows } = await pool.query<{ partition: string }>(
    "SELECT inhrelid::regclass AS partition FROM pg_inherits WHERE inhparent = 'events.sms'::regclass",
  )
  for (const { partition } of rows) await pool.query(`DROP TABLE ${partition}`)
  await pool.query('TRUNCATE etl.sealed_days, etl.etl_records')
})

const COLUMNS = ['id', 'datetime', 'msisdn', 'location_id']

/** SMS of 2016-01-01, of which each line has the columns above. */
function sms(lines: readonly string[], more: Partial<DayOfEvents> = {}): DayOfEvents {
  return {
    type: 'sms',
    date: '2016-01-01',
    columns: COLUMNS,
    chunks: lines.map(line => `${line}\n`),
    ...more,
  }
}

const MORNING = 'a\t2016-01-01 00:00:00\t\\\\x01\tS1'
const EVENING = 'b\t2016-01-01 23:59:59\t\\\\x02\t\\N'

async function value<T>(sql: string): Promise<T | undefined> {
  const { rows } = await pool.query<{ value: T }>(`SELECT (${sql}) AS value`)
  return rows[0]?.value
}

/** What queries and administrators can see of the day. */
async function visible() {
  return {
    rows: await value('SELECT count(*) FROM events.sms'),
    seals: await value('SELECT count(*) FROM etl.sealed_days'),
    records: await value('SELECT count(*) FROM etl.etl_records'),
    table: await value("to_regclass('events.sms_20160101')"),
  }
}
const NOTHING = { rows: 0, seals: 0, records: 0, table: null }

describe('loading a day', () => {
  test('makes a partition of the local day, records it and seals it', async () => {
    expect(await loadEvents(pool, sms([MORNING, EVENING]))).toMatchObject({ rows: 2 })

    expect(await visible()).toEqual({ rows: 2, seals: 1, records: 1, table: 'events.sms_20160101' })
    // Kathmandu is 5:45 ahead: its first of January begins on the last of December in UTC.
    const bounds = await value<string>(
      "SELECT pg_get_expr(relpartbound, oid) FROM pg_class WHERE relname = 'sms_20160101'",
    )
    expect(bounds).toBe("FOR VALUES FROM ('2016-01-01 00:00:00+05:45') TO ('2016-01-02 00:00:00+05:45')")
    expect(await value("SELECT min(datetime AT TIME ZONE 'UTC')::text FROM events.sms")).toBe(
      '2015-12-31 18:15:00',
    )
    const seal = await pool.query('SELECT event_type, day, table_name, row_count FROM etl.sealed_days')
    expect(seal.rows).toEqual([
      { event_type: 'sms', day: '2016-01-01', table_name: 'events.sms_20160101', row_count: 2 },
    ])
    const record = await pool.query('SELECT cdr_type, cdr_date, state FROM etl.etl_records')
    expect(record.rows).toEqual([{ cdr_type: 'sms', cdr_date: '2016-01-01', state: 'ingested' }])
  })

  test('leaves indexes for few subscribers and few cells, statistics, and no constraint but the partition', async () => {
    await loadEvents(pool, sms([MORNING, EVENING]))
    const indexes = await pool.query<{ columns: string }>(
      "SELECT string_agg(attname, ',') AS columns FROM pg_index JOIN pg_attribute ON attrelid = indexrelid WHERE indrelid = 'events.sms_20160101'::regclass GROUP BY indexrelid ORDER BY 1",
    )
    expect(indexes.rows.map(({ columns }) => columns)).toEqual(['location_id', 'msisdn'])
    expect(await value("SELECT reltuples FROM pg_class WHERE relname = 'sms_20160101'")).toBe(2)
    expect(
      await value("SELECT count(*) FROM pg_constraint WHERE conrelid = 'events.sms_20160101'::regclass"),
    ).toBe(0)
  })

  test('takes text in whatever pieces it comes, also over time', async () => {
    async function* dribble() {
      for (const character of `${MORNING}\n${EVENING}\n`) {
        await new Promise(resolve => setImmediate(resolve))
        yield Buffer.from(character)
      }
    }
    expect(await loadEvents(pool, sms([], { chunks: dribble() }))).toMatchObject({ rows: 2 })
  })

  test('seals a day on which nothing happened', async () => {
    expect(await loadEvents(pool, sms([]))).toMatchObject({ rows: 0 })
    expect(await visible()).toMatchObject({ rows: 0, seals: 1 })
  })

  test('leaves nothing behind where a row cannot be read', async () => {
    await expect(loadEvents(pool, sms([MORNING, 'c\tsome day\t\\\\x01\tS1']))).rejects.toThrow('some day')
    expect(await visible()).toEqual(NOTHING)
  })

  test.each(['2015-12-31 23:59:59', '2016-01-02 00:00:00'])(
    'refuses an event of another day, at %s',
    async time => {
      await expect(loadEvents(pool, sms([MORNING, `c\t${time}\t\\\\x01\tS1`]))).rejects.toThrow('within_day')
      expect(await visible()).toEqual(NOTHING)
    },
  )

  test('refuses other rows than were announced', async () => {
    await expect(loadEvents(pool, sms([MORNING], { rowCount: 2 }))).rejects.toThrow(
      'got 1 rows, where 2 were sent',
    )
    expect(await visible()).toEqual(NOTHING)
  })

  test('leaves nothing behind where its source fails', async () => {
    async function* broken() {
      yield `${MORNING}\n`
      throw new Error('the file is gone')
    }
    await expect(loadEvents(pool, sms([], { chunks: broken() }))).rejects.toThrow('the file is gone')
    expect(await visible()).toEqual(NOTHING)
    expect(await loadEvents(pool, sms([MORNING]))).toMatchObject({ rows: 1 })
  })

  test('leaves nothing behind where the database ends its connection', async () => {
    async function* interrupted() {
      yield `${MORNING}\n`
      await pool.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'COPY %' AND datname = current_database()",
      )
      yield `${EVENING}\n`
    }
    await expect(loadEvents(pool, sms([], { chunks: interrupted() }))).rejects.toThrow()
    expect(await visible()).toEqual(NOTHING)
    expect(await loadEvents(pool, sms([MORNING, EVENING]))).toMatchObject({ rows: 2 })
  })

  test('replaces what a load has left that was cut short before its seal', async () => {
    await loadEvents(pool, sms([MORNING]))
    await pool.query('DELETE FROM etl.sealed_days')
    expect(await loadEvents(pool, sms([MORNING, EVENING]))).toMatchObject({ rows: 2 })
    expect(await visible()).toMatchObject({ rows: 2, seals: 1, table: 'events.sms_20160101' })
  })
})
