import { createHmac } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createFlowDb, type TestFlowDb } from '@flowkit/local-stack/vitest'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { flowdb, superuserSettings } from '../testing.ts'

const KEY = 'a key that only this test knows, 42 bytes.'
let database: TestFlowDb
let folder: string
let env: Record<string, string>

beforeAll(async () => {
  database = await createFlowDb({ profile: 'empty' })
  folder = await mkdtemp(join(tmpdir(), 'flowkit-opt-out-'))
  env = { ...superuserSettings(database), FLOWDB_PSEUDONYM_KEY: KEY }
  await writeFile(join(folder, 'ann'), '977980011\n')
  await writeFile(join(folder, 'broken.gz'), 'this is not compressed')
  await writeFile(
    join(folder, 'calls.csv'),
    'msisdn,datetime,msisdn_counterpart\n977980011,2016-01-01 08:00,977980012\n977980012,2016-01-01 08:00,977980011\n',
  )
})
afterAll(async () => {
  await database.drop()
  await rm(folder, { recursive: true })
})

const optOut = (...args: string[]) => flowdb(['opt-out', ...args], env)
const file = (name: string) => join(folder, name)

test('a list that cannot be read is refused in a sentence', async () => {
  expect(await optOut('add', folder)).toEqual({
    code: 1,
    stdout: '',
    stderr: `flowdb: ${folder} cannot be read: it is a directory.\n`,
  })
  expect(await optOut('add', file('nobody'))).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^flowdb: .*nobody cannot be read: ENOENT[^\n]*\n$/),
  })
  expect(await optOut('add', file('broken.gz'))).toMatchObject({
    code: 1,
    stderr: 'flowdb: The list cannot be read: incorrect header check. Nobody was added.\n',
  })
  expect((await optOut('list', '--count')).stdout).toBe('0 people have opted out.\n')
})

test('somebody is put on the list, removed from what is held, and opts in again', async () => {
  expect(await flowdb(['ingest', 'calls', '2016-01-01', file('calls.csv')], env)).toMatchObject({ code: 0 })
  expect((await optOut('add', file('ann'))).stdout).toBe(
    'Added 1 people; 1 have opted out.\nWhat is held still has them, until you run: flowdb opt-out apply\n',
  )
  const hash = createHmac('sha256', KEY).update('977980011').digest('hex')
  expect((await optOut('list')).stdout).toBe(`${hash}\n`)
  expect(await optOut('apply')).toEqual({
    code: 0,
    stdout: `Removed from 1 days of events, and withdrew 0 stored results.
  1 rows: events.calls
  1 rows: facts
  1 rows: counterparts in events.calls
  1 rows: derived.subscribers
`,
    stderr: 'calls of 2016-01-01: removed 1 events.calls, 1 facts, 1 counterparts in events.calls\n',
  })
  expect((await optOut('apply')).stdout).toBe('Nobody on the list is in the data.\n')
  expect((await optOut('add', '--apply', file('ann'))).stdout).toBe(
    'Added 0 people; 1 have opted out.\nNobody on the list is in the data.\n',
  )
  expect((await optOut('remove', file('ann'))).stdout).toBe(
    'Took 1 people from the list; 0 have opted out.\nDays that are loaded from now on have them; what was removed stays gone.\n',
  )
})
