import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createFlowDb } from '@flowkit/local-stack/vitest'
import { expect, test } from 'vitest'
import { flowdb } from './testing.ts'

test('settings that are missing or wrong are all named, without a stack', async () => {
  expect(await flowdb(['migrate'], { FLOWDB_TIMEZONE: 'Mars/Olympus', FLOWDB_PORT: 'x' })).toEqual({
    code: 1,
    stdout: '',
    stderr: `flowdb: The configuration cannot be used:
  FLOWDB_PORT: must be a port number
  POSTGRES_PASSWORD: must be set
  FLOWDB_TIMEZONE: must be the IANA name of a time zone, such as Asia/Kathmandu
  FLOWMACHINE_FLOWDB_PASSWORD: must be set
  FLOWAPI_FLOWDB_PASSWORD: must be set
`,
  })
})

test('a database that cannot be reached is named in one line', async () => {
  const env = { FLOWDB_HOST: '127.0.0.1', FLOWDB_PORT: '1', POSTGRES_PASSWORD: 'x' }
  expect(await flowdb(['status'], env)).toEqual({
    code: 1,
    stdout: '',
    stderr: 'flowdb: Cannot connect to flowdb at 127.0.0.1:1: connect ECONNREFUSED 127.0.0.1:1\n',
  })
})

test('a command that does not exist is an error', async () => {
  expect(await flowdb(['migrat'], {})).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Did you mean migrate?'),
  })
})

test('tuning needs no database, and honours what the administrator decides', async () => {
  const env = { FLOWDB_TOTAL_MEMORY: '16GB', MAX_CPUS: '4', SHARED_BUFFERS_SIZE: '1GB', JIT: 'true' }
  const { code, stdout } = await flowdb(['tuning'], env)
  expect(code).toBe(0)
  expect(stdout).toMatch(/^# For a server with 16 GB of memory and 4 CPUs\.\n/)
  expect(stdout.split('\n')).toEqual(
    expect.arrayContaining([
      'shared_buffers = 1GB',
      'effective_cache_size = 12GB',
      'max_parallel_workers = 4',
      'jit = on',
    ]),
  )
  expect(await flowdb(['tuning'], { SHARED_BUFFERS_SIZE: 'plenty' })).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('SHARED_BUFFERS_SIZE: must be a size such as 16GB'),
  })
})

test('status describes the database for people, and for programs', async () => {
  const database = await createFlowDb({ profile: 'empty', timezone: 'Asia/Kathmandu' })
  const env = {
    FLOWDB_HOST: database.host,
    FLOWDB_PORT: String(database.port),
    FLOWDB_DATABASE: database.name,
    POSTGRES_USER: database.superuser.user,
    POSTGRES_PASSWORD: database.superuser.password,
  }
  const { stdout } = await flowdb(['status'], env)
  expect(stdout).toMatch(/^Time zone {3}Asia\/Kathmandu$/m)
  expect(stdout).toMatch(/^Migrations {2}\d+ applied, none pending$/m)
  expect(stdout).toMatch(/^There are no events\.$/m)
  expect(JSON.parse((await flowdb(['status', '--json'], env)).stdout)).toMatchObject({
    database: database.name,
    timezone: 'Asia/Kathmandu',
    migrations: { pending: [] },
    events: {},
  })
  await database.drop()
})

test('a day is ingested without those who opted out', async () => {
  const database = await createFlowDb({ profile: 'empty', timezone: 'Asia/Kathmandu' })
  const folder = await mkdtemp(join(tmpdir(), 'flowkit-main-'))
  const list = join(folder, 'people.txt')
  const calls = join(folder, 'calls.csv')
  await writeFile(list, '977980011\n')
  await writeFile(calls, 'start,a\n2016-01-01 08:00,977980011\n2016-01-01 08:00,977980012\nnoon,977980013\n')
  const env = {
    FLOWDB_HOST: database.host,
    FLOWDB_PORT: String(database.port),
    FLOWDB_DATABASE: database.name,
    POSTGRES_USER: database.superuser.user,
    POSTGRES_PASSWORD: database.superuser.password,
    FLOWDB_PSEUDONYM_KEY: 'a key that only this test knows, 42 bytes.',
  }
  const ingest = ['ingest', 'calls', '2016-01-01', calls, '--columns', 'msisdn=a,datetime=start']
  expect(await flowdb(ingest, { ...env, FLOWDB_PSEUDONYM_KEY: 'short' })).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('FLOWDB_PSEUDONYM_KEY: must have 32 bytes at least'),
  })
  expect((await flowdb(['opt-out', 'add', list], env)).stdout).toContain('1 have opted out')
  expect(await flowdb(ingest, env)).toEqual({
    code: 0,
    stdout: `2016-01-01: 1 calls loaded.
1 of people who have opted out were left out.
1 rows were rejected:
  1: datetime is not a time such as 2016-01-01 13:45:00
`,
    stderr: '',
  })
  expect((await flowdb(['tidy'], env)).stdout).toBe('Everything is tidy.\n')
  await database.drop()
  await rm(folder, { recursive: true })
})
