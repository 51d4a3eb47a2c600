import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createFlowDb, type TestFlowDb } from '@flowkit/local-stack/vitest'
import { createLogger, createPool } from '@flowkit/service'
import type pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Callers } from '../opt-outs/testing.ts'
import { flowdb, PROGRAM, superuserSettings } from '../testing.ts'

let database: TestFlowDb
let env: Record<string, string>
let pool: pg.Pool
let callers: Callers

beforeEach(async () => {
  database = await createFlowDb({ profile: 'empty', timezone: 'Asia/Kathmandu' })
  env = superuserSettings(database)
  const { host, port, name, superuser } = database
  pool = createPool({ host, port, database: name, ...superuser }, 'test', 2, createLogger('test', 'silent'))
  callers = new Callers(pool)
  await callers.loadThreeDays()
})
afterEach(async () => {
  await pool.end()
  await database.drop()
})

test('retention says what would go, removes it, and says what is left', async () => {
  expect((await flowdb(['retention'], env)).stdout).toBe(
    'Everything is kept for good: no FLOWDB_RETENTION_… setting says otherwise.\n',
  )
  const raw = { ...env, FLOWDB_RETENTION_RAW_DAYS: '30', FLOWDB_RETENTION_RAW_MDS_DAYS: '36500' }
  const what = '  raw calls of 3 days from 2016-01-01 to 2016-01-03 (8 events)\n'
  expect(await flowdb(['retention', '--dry-run'], raw)).toEqual({
    code: 0,
    stdout: `Would remove:\n${what}`,
    stderr: '',
  })
  expect(await callers.values('SELECT count(*) FROM events.calls')).toEqual([8])
  expect((await flowdb(['retention'], raw)).stdout).toBe(`Removed:\n${what}`)
  expect(await callers.values('SELECT count(*) FROM events.calls')).toEqual([0])
  expect((await flowdb(['status'], env)).stdout).toMatch(/^calls +3 +2016-01-01 +2016-01-03 +0 +3 +8 /m)

  const derived = { ...env, FLOWDB_RETENTION_DERIVED_DAYS: '60' }
  expect((await flowdb(['retention'], derived)).stdout).toBe(
    `Removed:
  calls, raw and derived, of 3 days from 2016-01-01 to 2016-01-03 (8 events)
  mds, raw and derived, of 2016-01-01 (3 events)
  3 subscribers who are in no day any more, from the dictionary
`,
  )
  expect((await flowdb(['retention'], derived)).stdout).toBe('Removed:\n  nothing, all is within its age\n')
})

test.each([
  ['before it withdraws a day', 'SELECT FROM etl.sealed_days FOR UPDATE', 4],
  ['before it drops tables', 'LOCK TABLE etl.withdrawn_tables IN SHARE MODE', 3],
  ['before it withdraws results', 'LOCK TABLE cache.results IN SHARE MODE', 0],
])('killed %s it leaves whole days, and is completed by running it again', async (_, hold, days) => {
  await callers.store('cache', 'a1', ['calls/2016-01-01'], 'SELECT 1 AS subscriber')
  const holder = await pool.connect()
  await holder.query('BEGIN')
  await holder.query(hold)
  const settings = { ...env, FLOWDB_RETENTION_DERIVED_DAYS: '60' }
  const command = spawn(process.execPath, [PROGRAM, 'retention'], { stdio: 'ignore', env: settings })
  const ended = once(command, 'exit')
  await callers.untilSomebodyWaits('flowdb retention')
  command.kill('SIGKILL')
  expect(await ended).toEqual([null, 'SIGKILL'])
  await holder.query('COMMIT')
  holder.release(true)
  const seen = await callers.seen()
  expect(Object.values(seen)).toHaveLength(days)
  expect(Object.values(seen).flat()).not.toContain(0)

  expect(await flowdb(['retention'], settings)).toMatchObject({ code: 0 })
  expect(await callers.seen()).toEqual({})
  for (const name of ['Ann', 'Bob', 'Cem']) expect(await callers.traces(name)).toEqual({})
  expect(await callers.resultTables()).toEqual([])
})

test('settings that contradict each other, or are no number of days, are refused', async () => {
  const env = { POSTGRES_PASSWORD: 'x' }
  expect(
    await flowdb(['retention'], {
      ...env,
      FLOWDB_RETENTION_RAW_CALLS_DAYS: '90',
      FLOWDB_RETENTION_DERIVED_DAYS: '60',
    }),
  ).toEqual({
    code: 1,
    stdout: '',
    stderr:
      'flowdb: Raw events go with what was derived of them: they cannot be kept for 90 days where FLOWDB_RETENTION_DERIVED_DAYS is 60.\n',
  })
  expect(await flowdb(['retention'], { ...env, FLOWDB_RETENTION_RAW_DAYS: 'a year' })).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('FLOWDB_RETENTION_RAW_DAYS: must be a whole number'),
  })
})
