import { createFlowDb, type TestFlowDb } from '@flowkit/local-stack/vitest'
import { createLogger, createPool } from '@flowkit/service'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { EVENT_TYPES } from '../load/event-types.ts'
import { type BareDatabase, createBareDatabase } from '../testing.ts'
import { type Import, type ImportedEvents, type ImportObserver, importFlowDb } from './import.ts'
import { addCalls, addSms, addTransfers, hashed, logged, makeFlowKitDatabase } from './testing.ts'

let db: TestFlowDb
let bare: BareDatabase
let pool: pg.Pool
let source: pg.Pool
/** Somebody who works on the other database. */
let flowkit: pg.Client
const told: string[] = []

const SILENT = createLogger('test', 'silent')

async function openWith(timezone: string): Promise<void> {
  db = await createFlowDb({ profile: 'empty', timezone })
  const { host, port, name, superuser } = db
  pool = createPool({ host, port, database: name, ...superuser }, 'test', 4, SILENT)
}

beforeEach(async () => {
  told.length = 0
  bare = await createBareDatabase()
  flowkit = new pg.Client({ ...bare, database: bare.database })
  await flowkit.connect()
  await flowkit.query(`ALTER DATABASE ${bare.database} SET timezone = 'UTC'`)
  await flowkit.query("SET timezone = 'UTC'")
  await makeFlowKitDatabase(flowkit)
  source = createPool(bare, 'test', 2, SILENT, { default_transaction_read_only: 'on' })
})

afterEach(async () => {
  await pool.end()
  await source.end()
  await flowkit.end()
  await db.drop()
  await bare.drop()
})

const observer: ImportObserver = {
  boundaries: (level, { areas }) => told.push(`admin${level} ${areas}`),
  infrastructure: (table, { added, versions, rejected }) =>
    told.push(`${table} ${added}+${versions} ${[...rejected.keys()].join('; ')}`.trim()),
  bridge: ({ loaded, leftOut }) => told.push(`bridge ${loaded} ${leftOut}`),
  mobileMoney: ({ transactions, changed, notHashed, optedOut, withoutCell }) =>
    told.push(`money ${transactions} ${changed} ${notHashed} ${optedOut} ${withoutCell}`),
  begun: (missing, done) => told.push(`${missing.length} ${done}`),
  loaded: ({ type, date }, rows) => told.push(`${type} ${date} ${rows}`),
}

function importing(
  more: Partial<Import> & Partial<Import['days']> = {},
): Promise<ImportedEvents | undefined> {
  const { parts = ['events'], again = false, types = EVENT_TYPES, from, to } = more
  return importFlowDb(source, pool, { parts, again, days: { types, from, to } }, observer)
}

async function rows(text: string): Promise<unknown[][]> {
  return (await pool.query<unknown[]>({ text, rowMode: 'array' })).rows
}

const sealed = () => rows("SELECT event_type || ' ' || day, row_count FROM etl.sealed_days ORDER BY 1")

describe('of a FlowKit database', () => {
  beforeEach(() => openWith('UTC'))

  test('boundaries and infrastructure are imported, and which cells belong to which areas', async () => {
    await importing({ parts: ['boundaries', 'infrastructure'] })
    expect(told).toEqual([
      'admin2 1',
      'admin3 2',
      'sites 1+0',
      'cells 2+2 longitude is missing',
      'tacs 1+0',
      'bridge 2 1',
    ])
    expect(
      await rows(
        'SELECT admin3pcod, admin3name, parent_pcod, ST_AsText(geom) FROM geography.admin3 ORDER BY 1',
      ),
    ).toEqual([
      ['A', 'Area A', 'P', 'MULTIPOLYGON(((80 26,80 27,81 27,81 26,80 26)))'],
      ['B', 'Area B', 'P', 'MULTIPOLYGON(((81 26,81 27,82 27,82 26,81 26)))'],
    ])
    expect(
      await rows(`
        SELECT id, version, site_id, height, date_of_first_service, date_of_last_service, ST_X(geom_point)
        FROM infrastructure.cells ORDER BY id, version
      `),
    ).toEqual([
      ['C1', 0, 'S1', 12.5, '2015-01-01', '2016-01-02', 80.5],
      ['C1', 1, 'S1', 12.5, '2016-01-03', null, 81.5],
      // Versions without dates: the newest holds, there as here.
      ['C2', 0, 'elsewhere', null, null, null, 81.5],
      ['C2', 1, 'elsewhere', null, null, null, 80.5],
    ])
    expect(await rows('SELECT id, brand, hnd_type FROM infrastructure.tacs')).toEqual([
      [35000000, 'One', 'Smart'],
    ])
    expect(
      await rows(`
        SELECT cells.id, version, short_name, weight, linkage_methods.name
        FROM geography.geo_bridge
        JOIN infrastructure.cells ON cell_id = location_id
        JOIN geography.geoms USING (gid)
        JOIN geography.linkage_methods USING (linkage_method_id)
        ORDER BY version
      `),
    ).toEqual([
      ['C1', 0, 'A', 0.25, 'best_server'],
      ['C1', 1, 'B', 1, 'point_in_polygon'],
    ])
  })

  test('importing them again changes nothing, so that results stay fresh', async () => {
    await importing({ parts: ['boundaries', 'infrastructure'] })
    const versions = 'SELECT item, version FROM etl.reference_versions ORDER BY item'
    const before = await rows(versions)
    await importing({ parts: ['boundaries', 'infrastructure'] })
    expect(await rows(versions)).toEqual(before)
    expect(await rows('SELECT count(*) FROM geography.geo_bridge')).toEqual([[2]])
  })

  test('areas that cannot be loaded are named, and none of their level is', async () => {
    await flowkit.query(
      "UPDATE geography.geoms SET geom = 'SRID=4326;MULTIPOLYGON(((0 0,2 2,2 0,0 2,0 0)))' WHERE gid = 2",
    )
    await expect(importing({ parts: ['boundaries'] })).rejects.toThrow(
      'Could not import admin3: Nothing was loaded:\n  feature 2: the shape of B is not valid: Self-intersection',
    )
    expect(told).toEqual(['admin2 1'])
    expect(await rows('SELECT FROM geography.admin3')).toEqual([])
  })

  describe('mobile money', () => {
    beforeEach(async () => {
      await addTransfers(
        flowkit,
        [hashed(1), hashed(2), '9779800123'],
        [
          [1, 2, 'C1'],
          [2, 3, 'C2'],
          [1, 3, 'C9'],
          [3, 3, 'C1'],
        ],
      )
      await importing({ parts: ['infrastructure'] })
      told.length = 0
    })
    const sides = () =>
      rows(`
        SELECT transaction_id, encode(msisdn, 'hex'), cell_id, is_outgoing, amount, fee, descr, 
          to_char(timestamp AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI')
        FROM dfs.transactions_metadata
        JOIN dfs.subscribers ON subscribers.id = subscriber_id
        JOIN dfs.transactions ON transactions.id = transaction_id
        JOIN dfs.transaction_types AS type ON type.id = transtype_id
        ORDER BY transaction_id, is_outgoing
      `)
    const side = (transaction: number, person: number, cell: string, outgoing: boolean) => [
      transaction,
      hashed(person),
      cell,
      outgoing,
      100,
      0.5,
      'p2p',
      '2016-01-01 12:00',
    ]

    test('is imported without parties whose identifier is no hash, or whose cell is not here', async () => {
      await importing({ parts: ['mobile-money'] })
      // The third transaction is at no cell of ours, the fourth is of nobody.
      expect(told).toEqual(['money 2 true 1 0 2'])
      expect(await sides()).toEqual([side(1, 2, 'C1', false), side(1, 1, 'C1', true), side(2, 2, 'C2', true)])
      expect(await rows("SELECT nextval('dfs.transactions_id_seq')")).toEqual([[3]])
    })

    test('imported again changes nothing, and is without those who have opted out since', async () => {
      await importing({ parts: ['mobile-money'] })
      const version = "SELECT version FROM etl.reference_versions WHERE item = 'mobile_money'"
      const before = await rows(version)
      await importing({ parts: ['mobile-money'] })
      expect(told).toEqual(['money 2 true 1 0 2', 'money 2 false 1 0 2'])
      expect(await rows(version)).toEqual(before)
      await pool.query("INSERT INTO etl.opt_outs (msisdn) VALUES (decode($1, 'hex'))", [hashed(1)])
      await importing({ parts: ['mobile-money'] })
      expect(told.at(-1)).toBe('money 2 true 1 1 2')
      expect(await sides()).toEqual([side(1, 2, 'C1', false), side(2, 2, 'C2', true)])
      expect(await rows(version)).not.toEqual(before)
    })
  })

  test('events are imported day by day and type by type, identifiers as text or as bytes', async () => {
    await addCalls(flowkit, '2016-01-01', [hashed(1), hashed(2)])
    await addCalls(flowkit, '2016-01-02', [hashed(1)])
    await addSms(flowkit, '2016-01-01', [hashed(2), hashed(3), hashed(3)])
    const result = await importing()
    expect(told).toEqual(['3 0', 'calls 2016-01-01 2', 'sms 2016-01-01 3', 'calls 2016-01-02 1'])
    expect(result).toMatchObject({ days: 3, rows: 6, optedOut: 0, held: 0, partial: [], rejected: new Map() })
    expect(
      await rows(`
        SELECT id, outgoing, datetime::text, encode(msisdn, 'hex'), duration, location_id, tac
        FROM events.calls ORDER BY datetime
      `),
    ).toEqual([
      ['1', true, '2016-01-01 00:00:00+00', hashed(1), 60.5, 'C1', 35000000],
      ['2', true, '2016-01-01 01:00:00+00', hashed(2), 60.5, 'C1', 35000000],
      ['1', true, '2016-01-02 00:00:00+00', hashed(1), 60.5, 'C1', 35000000],
    ])
    expect(await rows("SELECT encode(msisdn, 'hex'), location_id FROM events.sms ORDER BY datetime")).toEqual(
      [
        [hashed(2), 'C2'],
        [hashed(3), 'C2'],
        [hashed(3), 'C2'],
      ],
    )
    // Derived, sealed and checked as any other day.
    expect(await rows('SELECT count(*) FROM derived.subscribers')).toEqual([[3]])
    expect(
      await rows(`
        SELECT outcome FROM etl.post_etl_queries
        WHERE cdr_type = 'sms' AND type_of_query_or_check = 'count_msisdns'
      `),
    ).toEqual([['2']])
  })

  test('only the wanted days and types are read, and only those that were ingested', async () => {
    for (const date of ['2016-01-01', '2016-01-02', '2016-01-03', '2016-01-04'])
      await addCalls(flowkit, date, [hashed(1)])
    await addSms(flowkit, '2016-01-02', [hashed(1)])
    await logged(flowkit, 'calls', '2016-01-03', 'archived')
    await importing({ types: ['calls'], from: '2016-01-02', to: '2016-01-04' })
    expect(await sealed()).toEqual([
      ['calls 2016-01-02', 1],
      ['calls 2016-01-04', 1],
    ])
  })

  test('where no log is kept, every table by day counts', async () => {
    await addCalls(flowkit, '2016-01-01', [])
    await flowkit.query('DROP TABLE etl.etl_records')
    await importing()
    expect(await sealed()).toEqual([['calls 2016-01-01', 0]])
  })

  test('an import that was cut short goes on with the days that are missing', async () => {
    await addCalls(flowkit, '2016-01-01', [hashed(1)])
    await addCalls(flowkit, '2016-01-02', ['9779800123'])
    await addCalls(flowkit, '2016-01-03', [hashed(1)])
    await expect(importing()).rejects.toThrow(
      'Could not import calls of 2016-01-02: No row can be used: msisdn is a number in clear, not a hash.',
    )
    expect(await sealed()).toEqual([['calls 2016-01-01', 1]])
    await flowkit.query('UPDATE events.calls_20160102 SET msisdn = $1', [hashed(2)])
    // As after a cut between the seal of a day and its place among the partitions.
    await pool.query('ALTER TABLE events.calls DETACH PARTITION events.calls_20160101')
    told.length = 0
    expect(await importing()).toMatchObject({ days: 2, rows: 2, held: 1 })
    expect(told).toEqual(['2 1', 'calls 2016-01-02 1', 'calls 2016-01-03 1'])
    expect(await rows('SELECT count(*) FROM events.calls')).toEqual([[3]])
  })

  test('days that are here stay as they are, unless they are asked for', async () => {
    await addCalls(flowkit, '2016-01-01', [hashed(1)])
    await importing()
    await flowkit.query('INSERT INTO events.calls_20160101 SELECT * FROM events.calls_20160101')
    expect(await importing()).toMatchObject({ days: 0, rows: 0, held: 1 })
    expect(await sealed()).toEqual([['calls 2016-01-01', 1]])
    expect(await importing({ again: true })).toMatchObject({ days: 1, rows: 2, held: 0 })
    expect(await sealed()).toEqual([['calls 2016-01-01', 2]])
  })

  test('rows that are not hashed are rejected and counted, and people who opted out are left out', async () => {
    await pool.query('INSERT INTO etl.opt_outs (msisdn) VALUES ($1)', [Buffer.from(hashed(3), 'hex')])
    await addCalls(flowkit, '2016-01-01', [hashed(1), '9779800123', 'somebody', hashed(3)])
    expect(await importing()).toMatchObject({
      rows: 1,
      optedOut: 1,
      rejected: new Map([
        ['msisdn is a number in clear, not a hash', 1],
        ['msisdn is not a hash', 1],
      ]),
    })
  })
})

test('a day of another time zone is imported where all of it is there', async () => {
  // Midnight in Kathmandu is 18:15 in UTC: a local day lies on two days of the source, whose first call of a local
  // day is that of 19:00.
  await openWith('Asia/Kathmandu')
  for (const date of ['2016-01-01', '2016-01-02', '2016-01-03'])
    await addCalls(
      flowkit,
      date,
      Array.from({ length: 24 }, (_, hour) => hashed(hour)),
    )
  const result = await importing()
  expect(result?.partial.map(({ date }) => date)).toEqual(['2016-01-01', '2016-01-04'])
  expect(await sealed()).toEqual([
    ['calls 2016-01-02', 24],
    ['calls 2016-01-03', 24],
  ])
  expect(await rows('SELECT min(datetime)::text, max(datetime)::text FROM events.calls')).toEqual([
    ['2016-01-02 00:45:00+05:45', '2016-01-03 23:45:00+05:45'],
  ])
})
