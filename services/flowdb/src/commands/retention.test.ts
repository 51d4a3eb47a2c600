import { createFlowDb } from '@flowkit/local-stack/vitest'
import { createLogger, createPool } from '@flowkit/service'
import { expect, test } from 'vitest'
import { Callers } from '../opt-outs/testing.ts'
import { flowdb, superuserSettings } from '../testing.ts'

test('retention says what would go, removes it, and says what is left', async () => {
  const database = await createFlowDb({ profile: 'empty', timezone: 'Asia/Kathmandu' })
  const env = superuserSettings(database)
  const { host, port, name, superuser } = database
  const pool = createPool(
    { host, port, database: name, ...superuser },
    'test',
    2,
    createLogger('test', 'silent'),
  )
  const callers = new Callers(pool)
  await callers.loadThreeDays()

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
  await pool.end()
  await database.drop()
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
