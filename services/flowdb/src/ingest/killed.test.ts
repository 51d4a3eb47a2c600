import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createFlowDb, type TestFlowDb } from '@flowkit/local-stack/vitest'
import { createLogger, createPool } from '@flowkit/service'
import type pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Callers } from '../opt-outs/testing.ts'
import { flowdb, PROGRAM, superuserSettings } from '../testing.ts'

let db: TestFlowDb
let pool: pg.Pool
let callers: Callers
let folder: string

beforeEach(async () => {
  db = await createFlowDb({ profile: 'empty', timezone: 'Asia/Kathmandu' })
  const { host, port, name, superuser } = db
  pool = createPool({ host, port, database: name, ...superuser }, 'test', 4, createLogger('test', 'silent'))
  callers = new Callers(pool)
  folder = await mkdtemp(join(tmpdir(), 'flowkit-killed-'))
  await callers.load('calls', '2016-01-01', [['Ann'], ['Bob'], ['Cem']])
})
afterEach(async () => {
  await pool.end()
  await db.drop()
  await rm(folder, { recursive: true })
})

const HEADER = 'msisdn,datetime,location_id\n'
const rows = (count: number) =>
  Array.from({ length: count }, (_, n) => {
    const subscriber = createHash('sha256').update(`${n}`).digest('hex')
    return `${subscriber},2016-01-01 12:00,S1\n`
  }).join('')

const ingestion = (file: string) => ['ingest', 'calls', '2016-01-01', file, '--already-hashed']
const startIngesting = (file: string) =>
  spawn(process.execPath, [PROGRAM, ...ingestion(file)], { stdio: 'ignore', env: superuserSettings(db) })

async function until(condition: string): Promise<void> {
  while (!(await callers.values<boolean>(`SELECT ${condition}`))[0])
    await new Promise(resolve => setTimeout(resolve, 20))
}

/** Kills the command as a machine that fails does, and waits until the server has noticed. */
async function kill(command: ChildProcess): Promise<void> {
  const ended = once(command, 'exit')
  command.kill('SIGKILL')
  expect(await ended).toEqual([null, 'SIGKILL'])
  await until(
    "NOT EXISTS (SELECT FROM pg_stat_activity WHERE application_name = 'flowdb ingest' AND datname = current_database())",
  )
}

const tables = () =>
  callers.values<string>(
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname ~ 'calls_2016' ORDER BY 1",
  )
const HELD = ['calls_20160101', 'facts_calls_20160101', 'visits_calls_20160101']

test('killed in the middle of reading a file, an ingestion leaves the day as it was', async () => {
  const pipe = join(folder, 'calls.csv')
  execFileSync('mkfifo', [pipe])
  const command = startIngesting(pipe)
  const writer = await open(pipe, 'w')
  await writer.write(HEADER + rows(20_000))
  await until('EXISTS (SELECT FROM pg_stat_progress_copy WHERE tuples_processed > 1000)')
  await kill(command)
  await writer.close()

  expect(await callers.seen()).toEqual({ 'calls/2016-01-01': [3, 3, 3] })
  expect(await tables()).toEqual(HELD)
  expect((await flowdb(['tidy'], superuserSettings(db))).stdout).toBe('Everything is tidy.\n')
})

test('killed while it derives a day, an ingestion leaves the day as it was, and tidying drops the rest', async () => {
  const file = join(folder, 'calls.csv')
  await writeFile(file, HEADER + rows(5))
  const [next] = await callers.values<number>('SELECT last_value + 1 FROM etl.data_version_seq')
  const name = `calls_20160101_v${next}`
  const holder = await pool.connect()
  await holder.query('BEGIN')
  // Who makes a table of the same name waits for what becomes of this one.
  await holder.query(`CREATE TABLE derived.visits_${name} ()`)
  const command = startIngesting(file)
  await callers.untilSomebodyWaits('flowdb ingest')
  await kill(command)
  await holder.query('ROLLBACK')
  holder.release()

  expect(await callers.seen()).toEqual({ 'calls/2016-01-01': [3, 3, 3] })
  expect(await tables()).toEqual([HELD[0], name, ...HELD.slice(1)])
  expect((await flowdb(['tidy'], superuserSettings(db))).stdout).toBe(
    `Dropped events.${name}\nEverything is tidy.\n`,
  )
  expect(await tables()).toEqual(HELD)
  expect(await flowdb(ingestion(file), superuserSettings(db))).toMatchObject({ code: 0 })
  expect(await callers.seen()).toEqual({ 'calls/2016-01-01': [5, 5, 5] })
})
