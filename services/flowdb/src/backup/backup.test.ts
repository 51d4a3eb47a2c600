import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { postgresBinaries } from '@flowkit/local-stack'
import { createFlowDb, type TestFlowDb } from '@flowkit/local-stack/vitest'
import { createLogger, createPool } from '@flowkit/service'
import type pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { applyOptOuts } from '../opt-outs/apply.ts'
import { listOptOuts } from '../opt-outs/list.ts'
import { Callers, hash } from '../opt-outs/testing.ts'
import { flowdb, PROGRAM, superuserSettings } from '../testing.ts'

let folder: string
let backup: string
let held: TestFlowDb
let fresh: TestFlowDb
let heldPool: pg.Pool
let freshPool: pg.Pool
let before: Callers
let after: Callers

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flowkit-backup-'))
  backup = join(folder, 'flowdb.backup')
  held = await createFlowDb({ profile: 'empty', timezone: 'Asia/Kathmandu' })
  fresh = await createFlowDb({ profile: 'empty' })
  heldPool = poolOf(held)
  freshPool = poolOf(fresh)
  before = new Callers(heldPool)
  after = new Callers(freshPool)
  await before.loadThreeDays()
})
afterEach(async () => {
  for (const name of await formerOf(fresh)) await heldPool.query(`DROP DATABASE ${name} WITH (FORCE)`)
  await heldPool.end()
  await freshPool.end()
  await held.drop()
  await fresh.drop()
  await rm(folder, { recursive: true })
})

const poolOf = ({ host, port, name, superuser }: TestFlowDb) =>
  createPool({ host, port, database: name, ...superuser }, 'test', 4, createLogger('test', 'silent'))

/** As the database's administrator, whose PATH has PostgreSQL's programs. */
const run = (db: TestFlowDb, ...args: string[]) => flowdb(args, settings(db))

const settings = (db: TestFlowDb) => ({
  ...superuserSettings(db),
  PATH: [postgresBinaries(), process.env.PATH].join(delimiter),
})

/** The databases of the server that are named after one. */
const formerOf = ({ name }: TestFlowDb) =>
  before.values<string>(`SELECT datname FROM pg_database WHERE datname ~ '^${name}_' ORDER BY datname`)

const lines = (text: string) => text.trim().split('\n')

describe('a backup that is restored into a new database', () => {
  test('has everything but results, in the same time zone', async () => {
    await before.store('released', 'b1', ['calls/2016-01-01'], 'SELECT 20 AS value')
    expect(await run(held, 'backup', '--output', backup)).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/^Wrote [\d,]+ bytes to /),
    })
    expect((await readFile(backup)).subarray(0, 5).toString()).toBe('PGDMP')

    const { code, stdout } = await run(fresh, 'restore', backup, '--opt-outs', 'present')
    expect(lines(stdout)).toEqual([
      'Restored.',
      'On the list of opt-outs: 0; removed from 0 days of events.',
      expect.stringMatching(/^The database that was there before is called \w+ now/),
    ])
    expect(code).toBe(0)

    expect(await after.seen()).toEqual(await before.seen())
    const rows = 'SELECT md5(string_agg(r::text, chr(10) ORDER BY r::text)) FROM events.calls AS r'
    expect(await after.values(rows)).toEqual(await before.values(rows))
    expect(await after.values('SHOW timezone')).toEqual(['Asia/Kathmandu'])
    // The id of the query is known, and nothing is stored for it.
    expect(await after.values('SELECT query_id FROM cache.queries')).toEqual([`b1${'0'.repeat(30)}`])
    expect(await after.values('SELECT run FROM cache.results')).toEqual([])
    expect(await after.resultTables()).toEqual([])
  })

  test('is without those who had opted out by then, and those who have done so since', async () => {
    await before.optOut('Cem')
    expect((await run(held, 'backup', '--output', backup)).code).toBe(0)
    await before.optOut('Ann')
    await applyOptOuts(heldPool, { waiting: () => {}, removed: () => {} })
    const list = join(folder, 'opt-outs')
    await writeFile(list, (await run(held, 'opt-out', 'list')).stdout)

    const { stdout } = await run(fresh, 'restore', backup, '--opt-outs', list)
    expect(lines(stdout)[1]).toBe('On the list of opt-outs: 2; removed from 4 days of events.')
    for (const name of ['Ann', 'Cem']) expect(await after.traces(name)).toEqual({})
    expect(await after.seen()).toEqual(await before.seen())
    expect((await listOptOuts(freshPool)).toSorted()).toEqual([hash('Ann'), hash('Cem')].toSorted())
    // Also days that are loaded from now on.
    await after.load('calls', '2016-01-04', [['Ann', 'Bob'], ['Bob']])
    expect(await after.values("SELECT row_count FROM etl.sealed_days WHERE day = '2016-01-04'")).toEqual([1])
  })

  test('gives out no number again that was given out after it was written', async () => {
    expect((await run(held, 'backup', '--output', backup)).code).toBe(0)
    await before.load('calls', '2016-01-03', [['Bob']])
    expect((await run(fresh, 'restore', backup, '--opt-outs', 'present')).code).toBe(0)
    await after.load('calls', '2016-01-03', [['Bob']])
    const version = "SELECT version FROM etl.sealed_days WHERE event_type = 'calls' AND day = '2016-01-03'"
    const [given = 0] = await before.values<number>(version)
    expect((await after.values<number>(version))[0]).toBeGreaterThan(given)
  })

  test('keeps the ledger, whose chain goes on', async () => {
    const append = `SELECT ledger.append('cancel', '{"subject": "ann"}')`
    await heldPool.query(append)
    expect((await run(held, 'backup', '--output', backup)).code).toBe(0)
    expect((await run(fresh, 'restore', backup, '--opt-outs', 'present')).code).toBe(0)
    await freshPool.query(append)
    const records = await after.values<string>('SELECT record FROM ledger.entries ORDER BY entry')
    expect(records.slice(0, 1)).toEqual(await before.values('SELECT record FROM ledger.entries'))
    await expect(freshPool.query('DELETE FROM ledger.entries')).rejects.toThrow(/ledger/)
    expect(records).toHaveLength(2)
  })

  test('may come and go by pipes', async () => {
    const program = `"${process.execPath}" "${PROGRAM}"`
    const shell = promisify(execFile)
    const env = (db: TestFlowDb) => ({ env: settings(db) })
    await shell('sh', ['-c', `${program} backup > "${backup}"`], env(held))
    await shell('sh', ['-c', `${program} restore --drop --opt-outs present - < "${backup}"`], env(fresh))
    expect(await after.seen()).toEqual(await before.seen())
  })
})

describe('while a database is replaced', () => {
  test('those who are connected are cut off, and find the restored one', async () => {
    await after.load('mds', '2015-12-31', [['Bob']])
    expect((await run(held, 'backup', '--output', backup)).code).toBe(0)
    const reader = await freshPool.connect()
    const broken = new Promise(resolve => reader.once('error', resolve))
    expect((await run(fresh, 'restore', backup, '--opt-outs', 'present')).code).toBe(0)
    await broken
    reader.release(true)
    expect(await after.seen()).toEqual(await before.seen())
    // The earlier one is kept.
    expect(await formerOf(fresh)).toEqual([expect.stringMatching(/_before_\d{14}$/)])
  })

  test('who has opted out there stays out', async () => {
    expect((await run(held, 'backup', '--output', backup)).code).toBe(0)
    await before.optOut('Ann')
    const { stdout } = await run(held, 'restore', backup, '--opt-outs', 'present', '--drop')
    expect(lines(stdout)).toEqual([
      'Restored.',
      'On the list of opt-outs: 1; removed from 3 days of events.',
      'The database that was there before is gone.',
    ])
    expect(await before.traces('Ann')).toEqual({})
    expect(await formerOf(held)).toEqual([])
  })
})

describe('nothing is changed', () => {
  test.each([
    ['a file that is cut short', (whole: Buffer) => whole.subarray(0, whole.length / 2)],
    ['a file that is something else', () => Buffer.from('datetime,msisdn\n')],
  ])('by %s', async (_, spoilt) => {
    await after.load('mds', '2015-12-31', [['Bob']])
    expect((await run(held, 'backup', '--output', backup)).code).toBe(0)
    await writeFile(backup, spoilt(await readFile(backup)))
    const { code, stderr } = await run(fresh, 'restore', backup, '--opt-outs', 'present')
    expect(code).toBe(1)
    expect(stderr).toMatch(/flowdb: pg_restore failed: /)
    expect(await after.seen()).toEqual({ 'mds/2015-12-31': [1, 1, 1] })
    expect(await formerOf(fresh)).toEqual([])
  })

  test('by a backup of a newer version', async () => {
    await heldPool.query("INSERT INTO flowkit.migrations (name, run_on) VALUES ('9999_later', now())")
    expect((await run(held, 'backup', '--output', backup)).code).toBe(0)
    const { code, stderr } = await run(fresh, 'restore', backup, '--opt-outs', 'present')
    expect(code).toBe(1)
    expect(stderr).toContain('flowdb: The backup is of a newer version of FlowDB, which has 9999_later.')
    expect(await after.seen()).toEqual({})
  })

  test('where nobody says who has opted out since', async () => {
    const { code, stderr } = await run(fresh, 'restore', backup)
    expect(code).toBe(1)
    expect(stderr).toContain("required option '--opt-outs <file>' not specified")
  })

  test('by a list that holds a number', async () => {
    expect((await run(held, 'backup', '--output', backup)).code).toBe(0)
    const list = join(folder, 'opt-outs')
    await writeFile(list, '9779800123\n')
    const { code, stderr } = await run(fresh, 'restore', backup, '--opt-outs', list)
    expect(code).toBe(1)
    expect(stderr).toContain('Line 1 is not a hash. Nobody was added.')
    expect(await after.seen()).toEqual({})
  })
})
