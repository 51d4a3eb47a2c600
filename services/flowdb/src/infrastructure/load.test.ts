import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { createFlowDb, type TestFlowDb } from '@flowkit/local-stack/vitest'
import { createLogger, createPool } from '@flowkit/service'
import type pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fileSource } from '../ingest/sources.ts'
import { type InfrastructureLoad, type InfrastructureReport, loadInfrastructure } from './load.ts'
import type { InfrastructureTable } from './tables.ts'

let db: TestFlowDb
let pool: pg.Pool
let folder: string

beforeEach(async () => {
  db = await createFlowDb({ profile: 'empty' })
  const { host, port, name, superuser } = db
  pool = createPool({ host, port, database: name, ...superuser }, 'test', 3, createLogger('test', 'silent'))
  folder = await mkdtemp(join(tmpdir(), 'flowkit-infrastructure-'))
})

afterEach(async () => {
  await pool.end()
  await db.drop()
  await rm(folder, { recursive: true })
})

async function load(
  table: InfrastructureTable,
  content: string | Buffer,
  more: Partial<InfrastructureLoad> = {},
  file = 'rows.csv',
): Promise<InfrastructureReport> {
  const path = join(folder, file)
  await writeFile(path, content)
  return loadInfrastructure(pool, {
    table,
    open: () => fileSource(path),
    names: {},
    delimiter: ',',
    rejectsFile: undefined,
    dryRun: false,
    agreeing: true,
    ...more,
  })
}

async function rows(sql: string): Promise<unknown[][]> {
  return (await pool.query<unknown[]>({ text: sql, rowMode: 'array' })).rows
}

/** Every version of every cell: its id and number, where it stands, and when. */
const cells = () =>
  rows(`
    SELECT id, version, ST_X(geom_point), ST_Y(geom_point), date_of_first_service, date_of_last_service
    FROM infrastructure.cells ORDER BY id, version
  `)

async function version(item: string): Promise<number> {
  const { rows } = await pool.query<{ version: number }>(
    'SELECT coalesce(max(version), 0) AS version FROM etl.reference_versions WHERE item = $1',
    [item],
  )
  return rows[0]?.version ?? Number.NaN
}

describe('loading cells', () => {
  test('stores what the file has, under the names that it has there', async () => {
    await load('sites', 'id,longitude,latitude\nS1,85.3,27.7\n')
    const csv = 'CELL;lon;lat;site_id;height;first;note\n C1 ;85.3;27.7;S1;12.5;2015-06-01;x\n'
    const names = { id: 'CELL', longitude: 'lon', latitude: 'lat', date_of_first_service: 'first' }
    const report = await load('cells', gzipSync(csv), { names, delimiter: ';' }, 'cells.csv.gz')
    expect(report).toMatchObject({ added: 1, versions: 0, changed: 0, unchanged: 0, rejected: new Map() })
    expect(await cells()).toEqual([['C1', 0, 85.3, 27.7, '2015-06-01', null]])
    expect(await rows('SELECT site_id, height, ST_SRID(geom_point) FROM infrastructure.cells')).toEqual([
      ['S1', 12.5, 4326],
    ])
  })

  test('leaves what the file does not name, rows and columns', async () => {
    await load('cells', 'id,longitude,latitude,name\nA,85,27,first\nB,85,27,second\n')
    expect(await load('cells', 'id,longitude,latitude,type\nA,85,27,GSM\n')).toMatchObject({ changed: 1 })
    expect(await rows('SELECT id, name, type FROM infrastructure.cells ORDER BY id')).toEqual([
      ['A', 'first', 'GSM'],
      ['B', 'second', null],
    ])
  })

  test('of what is there already changes nothing, so that results stay fresh', async () => {
    const csv = 'id,longitude,latitude,date_of_first_service\nA,85,27,2015-06-01\n'
    await load('cells', csv)
    const before = await version('cells')
    expect(await load('cells', csv)).toMatchObject({ added: 0, versions: 0, changed: 0, unchanged: 1 })
    expect(await version('cells')).toBe(before)
    await load('cells', csv.replace('85', '85.000001'))
    expect(await version('cells')).toBeGreaterThan(before)
  })

  test('can be tried out', async () => {
    const report = await load('cells', 'id,longitude,latitude\nA,85,27\n', { dryRun: true })
    expect(report).toMatchObject({ added: 1 })
    expect(await cells()).toEqual([])
    expect(await version('cells')).toBe(0)
  })

  test('counts those that are in no area of the smallest level', async () => {
    await pool.query(`
      INSERT INTO geography.geoms (short_name, spatial_resolution, geom)
      SELECT level::text, level, ST_Multi(ST_MakeEnvelope(80, 20, 80 + 10 / level, 30, 4326)) FROM generate_series(1, 2) AS level
    `)
    const report = await load('cells', 'id,longitude,latitude\nA,84,27\nB,86,27\nC,27,86\n')
    expect(report).toMatchObject({ added: 3, outside: 2, level: 2 })
  })
})

describe('a cell that moves', () => {
  const header = 'id,longitude,latitude,date_of_first_service'
  beforeEach(() => load('cells', `${header}\nA,85,27,2015-06-01\n`))

  test('gets a version from its first day there, and the one before ends on the day before', async () => {
    const report = await load('cells', `${header}\nA,85.1,27,2016-01-06\n`)
    expect(report).toMatchObject({ added: 0, versions: 1, changed: 1 })
    expect(await cells()).toEqual([
      ['A', 0, 85, 27, '2015-06-01', '2016-01-05'],
      ['A', 1, 85.1, 27, '2016-01-06', null],
    ])
    // The same file once more says nothing new.
    expect(await load('cells', `${header}\nA,85.1,27,2016-01-06\n`)).toMatchObject({ unchanged: 1 })
  })

  test('takes along what the file does not say', async () => {
    await pool.query("UPDATE infrastructure.cells SET name = 'tower'")
    await load('cells', `${header}\nA,85.1,27,2016-01-06\n`)
    expect(await rows('SELECT version, name FROM infrastructure.cells ORDER BY version')).toEqual([
      [0, 'tower'],
      [1, 'tower'],
    ])
  })

  test.each(['', '2015-06-01', '2015-01-01'])('since %j is rejected', async since => {
    const csv = `${header}\nA,85.1,27,${since}\nB,85,27,\n`
    const { rejected, added } = await load('cells', csv)
    expect([...rejected.keys()]).toEqual([
      'it has moved: date_of_first_service must say since when, and be after that of the version before',
    ])
    expect(added).toBe(1)
    expect((await cells()).length).toBe(2)
  })

  test('by less than a metre has not moved, and is where the file says', async () => {
    expect(await load('cells', `${header}\nA,85.000001,27,2015-06-01\n`)).toMatchObject({ changed: 1 })
    expect(await cells()).toEqual([['A', 0, 85.000001, 27, '2015-06-01', null]])
  })

  test('is in service again as another version after its service had ended', async () => {
    await load('cells', `${header},date_of_last_service\nA,85,27,2015-06-01,2015-12-31\n`)
    await load('cells', `${header},date_of_last_service\nA,85,27,2016-02-01,\n`)
    expect(await cells()).toEqual([
      ['A', 0, 85, 27, '2015-06-01', '2015-12-31'],
      ['A', 1, 85, 27, '2016-02-01', null],
    ])
  })

  test('may be given with all its versions', async () => {
    const csv = `${header},date_of_last_service,version
A,85,27,2015-06-01,2016-01-05,0
A,85.1,27,2016-01-06,2016-01-31,1
A,85.2,27,2016-02-01,,2
`
    expect(await load('cells', csv)).toMatchObject({ versions: 2, changed: 1 })
    expect((await cells()).map(([, number, , , first, last]) => [number, first, last])).toEqual([
      [0, '2015-06-01', '2016-01-05'],
      [1, '2016-01-06', '2016-01-31'],
      [2, '2016-02-01', null],
    ])
  })

  test.each([
    ['of the file', 'A,85,27,2015-06-01,2016-01-06,0\nA,85.1,27,2016-01-06,,1'],
    ['that is held', 'A,85.1,27,2016-01-06,,1'],
  ])('is rejected where its service overlaps that of another version %s', async (_, lines) => {
    const csv = `${header},date_of_last_service,version\n${lines}\nB,85,27,,,0\n`
    const { rejected } = await load('cells', csv)
    expect([...rejected.keys()]).toEqual(['its dates of service overlap those of another version'])
    expect(await cells()).toEqual([
      ['A', 0, 85, 27, '2015-06-01', null],
      ['B', 0, 85, 27, null, null],
    ])
  })
})

test('rows that cannot be used are named with their lines, and the others are loaded', async () => {
  await load('sites', 'id,longitude,latitude\nS1,85.3,27.7\n')
  const csv = [
    'id,longitude,latitude,site_id,height,date_of_first_service,date_of_last_service',
    'A,85,27,S1,10,2015-06-01,',
    ',85,27,,,,',
    'B,185,27,,,,',
    'C,85,,,,,',
    'D,85,27,S2,,,',
    'E,85,27,,tall,,',
    'F,85,27,,,2015-02-29,',
    'G,85,27,,,2015-06-02,2015-06-01',
    'H,0,0,,,,',
    'I,85,27,,,,',
    'I,86,27,,,,',
    'J,85,27',
  ]
  const rejectsFile = join(folder, 'rejects.csv')
  expect(await load('cells', csv.join('\n'), { rejectsFile })).toMatchObject({ added: 1 })
  const [, ...lines] = (await readFile(rejectsFile, 'utf8')).trimEnd().split('\n')
  expect(new Set(lines)).toEqual(
    new Set([
      '3,"id is missing"',
      '4,"longitude is not between -180 and 180 degrees"',
      '5,"latitude is missing"',
      '6,"site_id is not the id of a site"',
      '7,"height is not a number"',
      '8,"date_of_first_service is not a date such as 2016-01-31"',
      '9,"date_of_last_service is before date_of_first_service"',
      '10,"the position 0, 0 stands for an unknown one"',
      '11,"the id is in the file more than once: its versions must be told apart by a column version"',
      '12,"the id is in the file more than once: its versions must be told apart by a column version"',
      '13,"the row has 3 fields, where the header has 7"',
    ]),
  )
})

test.each([
  ['id\nA\n', 'Which column is the longitude?'],
  ['id,longitude,latitude\n', 'There are no rows to load.'],
  ['id,longitude,latitude\nA,x,y\n', 'No row can be used: longitude is not a number.'],
  ['', 'There is nothing to read'],
])('%j is refused', async (csv, reason) => {
  await expect(load('cells', csv)).rejects.toThrow(reason)
})

test('a version of a place that is not known counts as such beside the first', async () => {
  const csv = `id,longitude,latitude,version,date_of_first_service,date_of_last_service
A,85,27,0,,2016-01-05
A,85.1,27,1,2016-01-06,
B,85,27,3,,
`
  expect(await load('cells', csv)).toMatchObject({ added: 2, versions: 1, rejected: new Map() })
})

test('device types are told apart by their TAC', async () => {
  const csv = 'TAC,brand,hnd_type,hardware_wifi\n35000000,One,Smart,yes\n35000001,Two,Basic,no\nx,,,\n'
  expect(await load('tacs', csv, { names: { id: 'TAC' } })).toMatchObject({
    added: 2,
    rejected: new Map([['id is not a whole number', 1]]),
  })
  const before = await version('tacs')
  expect(await load('tacs', 'id,brand\n35000000,Uno\n35000001,Two\n')).toMatchObject({
    changed: 1,
    unchanged: 1,
  })
  expect(await version('tacs')).toBeGreaterThan(before)
  expect(
    await rows('SELECT id, brand, hnd_type, hardware_wifi FROM infrastructure.tacs ORDER BY id'),
  ).toEqual([
    [35000000, 'Uno', 'Smart', true],
    [35000001, 'Two', 'Basic', false],
  ])
})
