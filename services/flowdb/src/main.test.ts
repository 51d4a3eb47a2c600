import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createFlowDb, type TestFlowDb } from '@flowkit/local-stack/vitest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
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

test('areas and cells are loaded from files', async () => {
  const database = await createFlowDb({ profile: 'empty' })
  const folder = await mkdtemp(join(tmpdir(), 'flowkit-main-'))
  const areas = join(folder, 'areas.geojson')
  const cells = join(folder, 'cells.csv')
  const ring = [
    [80, 26],
    [81, 26],
    [81, 27],
    [80, 26],
  ]
  const feature = {
    type: 'Feature',
    properties: { CODE: 'A', NAME: 'Area' },
    geometry: { type: 'Polygon', coordinates: [ring] },
  }
  await writeFile(areas, JSON.stringify({ type: 'FeatureCollection', features: [feature] }))
  await writeFile(cells, 'cell,lon,latitude\n1,80.5,26.2\n2,80.5,26.8\n3,east,26\n')
  const env = {
    FLOWDB_HOST: database.host,
    FLOWDB_PORT: String(database.port),
    FLOWDB_DATABASE: database.name,
    POSTGRES_USER: database.superuser.user,
    POSTGRES_PASSWORD: database.superuser.password,
  }
  const load = ['boundaries', 'load', areas, '--level', '3', '--name-field', 'NAME', '--id-field']
  expect(await flowdb([...load, 'code'], env)).toEqual({
    code: 1,
    stdout: '',
    stderr: 'flowdb: Nothing was loaded:\n  feature 1: its property code is missing or empty\n',
  })
  expect(await flowdb([...load, 'CODE'], env)).toMatchObject({
    stdout: 'admin3 has 1 area: 1 new, 0 changed, 0 as before; 0 removed.\n',
  })
  const columns = ['--columns', 'id=cell,longitude=lon']
  expect(await flowdb(['infrastructure', 'load', 'cells', cells, ...columns], env)).toEqual({
    code: 0,
    stdout: `cells: 2 new, 0 new versions, 0 changed, 0 as before.
1 row was rejected:
  1: longitude is not a number
Warning: 1 of their positions is in no area of admin3.
`,
    stderr: '',
  })
  await database.drop()
  await rm(folder, { recursive: true })
})

describe('another FlowDB', () => {
  let database: TestFlowDb
  let other: TestFlowDb

  beforeAll(async () => {
    database = await createFlowDb({ profile: 'empty' })
    other = await createFlowDb({ profile: 'test' })
  })
  afterAll(async () => {
    await database.drop()
    await other.drop()
  })

  test('is imported', async () => {
    const env = {
      FLOWDB_HOST: database.host,
      FLOWDB_PORT: String(database.port),
      FLOWDB_DATABASE: database.name,
      POSTGRES_USER: database.superuser.user,
      POSTGRES_PASSWORD: database.superuser.password,
    }
    expect(await flowdb(['import'], env)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('SOURCE_FLOWDB_PASSWORD: must be set'),
    })
    const source = {
      SOURCE_FLOWDB_HOST: other.host,
      SOURCE_FLOWDB_PORT: String(other.port),
      SOURCE_FLOWDB_DATABASE: other.name,
      SOURCE_FLOWDB_PASSWORD: other.flowmachine.password,
    }
    const one = ['--types', 'calls', 'sms', '--from', '2016-01-02', '--to', '2016-01-02']
    const { code, stdout, stderr } = await flowdb(['import', ...one], { ...env, ...source })
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /^admin0 .*\nadmin1 .*\nadmin2 .*\nadmin3 has 12 areas.*\nsites: 24 new, 4 new versions.*\ncells: 60 new, 10 new versions.*\ntacs: 40 new.*\nMobile money: [\d,]+ transactions\.\nImported [\d,]+ events, in 2 parts \(a type on a day\)\.\n$/,
    )
    expect(stderr).toMatch(/^Loading 1 days\n2016-01-02: [\d,]+ events\n$/)
    expect((await flowdb(['import', '--only', 'events', ...one], { ...env, ...source })).stdout).toContain(
      '2 parts are here already and left alone',
    )
  })
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
1 row was rejected:
  1: datetime is not a time such as 2016-01-01 13:45:00
`,
    stderr: '',
  })
  expect((await flowdb(['tidy'], env)).stdout).toBe('Everything is tidy.\n')
  await database.drop()
  await rm(folder, { recursive: true })
})
