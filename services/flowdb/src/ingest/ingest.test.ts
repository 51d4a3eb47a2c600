import { createHmac } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { createFlowDb, type TestFlowDb } from '@flowkit/local-stack/vitest'
import { createLogger, createPool, existingPseudonyms, keyedPseudonyms } from '@flowkit/service'
import type pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Ingested, type Ingestion, ingest } from './ingest.ts'

const KEY = 'a key that only this test knows, 42 bytes.'
let db: TestFlowDb
let pool: pg.Pool
let folder: string

beforeEach(async () => {
  db = await createFlowDb({ profile: 'empty', timezone: 'Asia/Kathmandu' })
  const { host, port, name, superuser } = db
  pool = createPool({ host, port, database: name, ...superuser }, 'test', 3, createLogger('test', 'silent'))
  folder = await mkdtemp(join(tmpdir(), 'flowkit-ingest-'))
})

afterEach(async () => {
  await pool.end()
  await db.drop()
  await rm(folder, { recursive: true })
})

async function ingestCsv(
  content: string | Buffer,
  more: Partial<Ingestion> = {},
  file = 'calls.csv',
): Promise<Ingested> {
  const path = join(folder, file)
  await writeFile(path, content)
  const ingestion: Ingestion = {
    type: 'calls',
    date: '2016-01-01',
    from: { file: path },
    names: {},
    delimiter: ',',
    pseudonym: keyedPseudonyms(KEY),
    rejectsFile: undefined,
    ...more,
  }
  return ingest(pool, ingestion, () => {})
}

async function calls(columns: string): Promise<unknown[][]> {
  const text = `SELECT ${columns} FROM events.calls ORDER BY datetime, msisdn`
  return (await pool.query<unknown[]>({ text, rowMode: 'array' })).rows
}

function hmac(identifier: string): string {
  return createHmac('sha256', KEY).update(identifier).digest('hex')
}

describe('ingesting a file', () => {
  test('stores pseudonyms, and finds columns under the names that they have there', async () => {
    const csv = 'MSISDN_A;start_time;secs;cell;note\n 97798001 ;2016-01-01 08:00:00;61.5;S1;"a; b"\n'
    const names = { msisdn: 'MSISDN_A', datetime: 'start_time', duration: 'secs', location_id: 'cell' }
    const result = await ingestCsv(csv, { names, delimiter: ';' })
    expect(result).toMatchObject({ rows: 1, optedOut: 0, rejected: new Map() })
    expect(await calls("encode(msisdn, 'hex'), datetime::text, duration, location_id")).toEqual([
      [hmac('97798001'), '2016-01-01 08:00:00+05:45', 61.5, 'S1'],
    ])
  })

  test('reads compressed files, quotes, and characters that COPY has a meaning for', async () => {
    const csv = 'datetime,msisdn,network\r\n2016-01-01T08:00,1,"tab\t, back\\slash and ""line\nbreak"""\r\n'
    expect(await ingestCsv(gzipSync(csv), {}, 'calls.csv.gz')).toMatchObject({ rows: 1 })
    expect(await calls('network')).toEqual([['tab\t, back\\slash and "line\nbreak"']])
  })

  test('takes times with an offset for what they are in the time zone of the deployment', async () => {
    // Midnight in Kathmandu is 18:15 in UTC.
    const csv = [
      'datetime,msisdn',
      '2015-12-31T18:14:59Z,1',
      '2015-12-31T18:15:00Z,2',
      '2016-01-01 18:14:59+00,3',
      '2016-01-01 18:15:00+0000,4',
    ]
    const { rows, rejected } = await ingestCsv(csv.join('\n'))
    expect(rows).toBe(2)
    expect(rejected).toEqual(new Map([['datetime is not on 2016-01-01', 2]]))
    expect(await calls('datetime::text')).toEqual([
      ['2016-01-01 00:00:00+05:45'],
      ['2016-01-01 23:59:59+05:45'],
    ])
  })

  test('counts what it cannot use, and writes where it is without saying what it holds', async () => {
    const csv = [
      'datetime,msisdn,duration,tac,outgoing',
      '2016-01-01 08:00,977980011,60,35000000,true',
      'yesterday,977980012,60,,',
      '2016-01-02 00:00,977980013,60,,',
      '2016-01-01 08:00,,60,,',
      '2016-01-01 08:00,977980014,long,,',
      '2016-01-01 08:00,977980015,60,350000001,',
      '2016-01-01 08:00,977980016,60,,perhaps',
      '2016-01-01 08:00,977980017',
      '2016-02-30 08:00,977980018,,,',
    ].join('\n')
    const rejectsFile = join(folder, 'rejects.csv')
    const { rows, rejected } = await ingestCsv(csv, { rejectsFile })
    expect(rows).toBe(1)
    expect([...rejected.values()].reduce((sum, count) => sum + count)).toBe(8)
    expect((await readFile(rejectsFile, 'utf8')).trimEnd().split('\n')).toEqual([
      'line,reason',
      '3,"datetime is not a time such as 2016-01-01 13:45:00"',
      '4,"datetime is not on 2016-01-01"',
      '5,"msisdn is missing"',
      '6,"duration is not a number"',
      '7,"tac is not a number of up to eight digits"',
      '8,"outgoing is neither true nor false"',
      '9,"the row has 2 fields, where the header has 5"',
      '10,"datetime is not on 2016-01-01"',
    ])
  })

  test('takes hashes as they are where that is declared, and refuses numbers in clear', async () => {
    const hash = hmac('somebody')
    const csv = `datetime,msisdn\n2016-01-01 08:00,${hash}\n2016-01-01 09:00,9779800123\n`
    const { rows, rejected } = await ingestCsv(csv, { pseudonym: existingPseudonyms })
    expect(rows).toBe(1)
    expect(rejected).toEqual(new Map([['msisdn is a number in clear, not a hash', 1]]))
    expect(await calls("encode(msisdn, 'hex')")).toEqual([[hash]])
  })

  test('leaves out who has opted out, also as the counterpart of others', async () => {
    await pool.query('INSERT INTO etl.opt_outs (msisdn) VALUES ($1)', [Buffer.from(hmac('2'), 'hex')])
    const csv =
      'datetime,msisdn,msisdn_counterpart\n2016-01-01 08:00,1,2\n2016-01-01 08:00,2,1\n2016-01-01 09:00,3,1\n'
    expect(await ingestCsv(csv)).toMatchObject({ rows: 2, optedOut: 1 })
    expect(await calls("encode(msisdn, 'hex'), encode(msisdn_counterpart, 'hex')")).toEqual([
      [hmac('1'), null],
      [hmac('3'), hmac('1')],
    ])
    const { rows } = await pool.query('SELECT count(*) FROM derived.subscribers')
    expect(rows).toEqual([{ count: 2 }])
  })

  test('replaces the day, but not by a file of which no row can be used', async () => {
    await ingestCsv('datetime,msisdn\n2016-01-01 08:00,1\n')
    await expect(ingestCsv('datetime,msisdn\n2017-01-01 08:00,1\n')).rejects.toThrow(
      'No row can be used: datetime is not on 2016-01-01.',
    )
    expect(await calls('datetime::text')).toEqual([['2016-01-01 08:00:00+05:45']])
    await ingestCsv('datetime,msisdn\n2016-01-01 09:00,1\n')
    expect(await calls('datetime::text')).toEqual([['2016-01-01 09:00:00+05:45']])
  })

  test.each([
    ['', 'There is nothing to read'],
    ['a,b\n1,2\n', 'Which column is the msisdn? There are a, b: say it as --columns msisdn=NAME.'],
    ['datetime,msisdn\n2016-01-01,"977980011\n', 'Line 2 is not CSV as it should be (CSV_QUOTE_NOT_CLOSED).'],
  ])('refuses %j', async (csv, reason) => {
    await expect(ingestCsv(csv)).rejects.toThrow(reason)
    expect(await calls('*')).toEqual([])
  })

  test('refuses names of columns that are not there', async () => {
    const csv = 'datetime,msisdn\n'
    await expect(ingestCsv(csv, { names: { volume_total: 'msisdn' } })).rejects.toThrow(
      'The calls have no column volume_total',
    )
    await expect(ingestCsv(csv, { names: { imei: 'IMEI' } })).rejects.toThrow('There is no column IMEI')
  })
})

describe('ingesting from a table', () => {
  beforeEach(async () => {
    await pool.query(`
      CREATE SCHEMA staging;
      CREATE TABLE staging."Calls" (a_number text, start timestamptz, seconds integer);
      INSERT INTO staging."Calls"
      SELECT n, '2015-12-31 18:15:00Z'::timestamptz + n * interval '1 hour', n FROM generate_series(0, 47) AS n
    `)
  })
  const from = { table: 'staging.Calls' }
  const names = { msisdn: 'a_number', datetime: 'start', duration: 'seconds' }

  test('takes the rows of the day, and no others', async () => {
    expect(await ingestCsv('', { from, names })).toMatchObject({ rows: 24, rejected: new Map() })
    expect((await calls("encode(msisdn, 'hex'), duration"))[23]).toEqual([hmac('23'), 23])
  })

  test('says what is wrong with it, and leaves nothing', async () => {
    await expect(ingestCsv('', { from: { table: 'staging.sms' }, names })).rejects.toThrow('does not exist')
    await expect(ingestCsv('', { from, names, pseudonym: existingPseudonyms })).rejects.toThrow(
      'No row can be used',
    )
    expect(await calls('*')).toEqual([])
  })
})
