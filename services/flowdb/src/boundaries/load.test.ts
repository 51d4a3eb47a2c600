import { Readable } from 'node:stream'
import { createFlowDb, type TestFlowDb } from '@flowkit/local-stack/vitest'
import { createLogger, createPool } from '@flowkit/service'
import type pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { areasOf } from './features.ts'
import { type BoundariesReport, type Level, loadBoundaries } from './load.ts'

let db: TestFlowDb
let pool: pg.Pool

beforeEach(async () => {
  db = await createFlowDb({ profile: 'empty' })
  const { host, port, name, superuser } = db
  pool = createPool({ host, port, database: name, ...superuser }, 'test', 3, createLogger('test', 'silent'))
})

afterEach(async () => {
  await pool.end()
  await db.drop()
})

type Position = readonly number[]

/** A square with its lower left corner at a place, in degrees. */
function square(lon: number, lat: number, side = 1): Position[] {
  return [
    [lon, lat],
    [lon + side, lat],
    [lon + side, lat + side],
    [lon, lat + side],
    [lon, lat],
  ]
}

function feature(code: unknown, rings: unknown, more: Record<string, unknown> = {}) {
  return {
    type: 'Feature',
    properties: { code, name: `Area ${code}`, ...more },
    geometry: { type: 'Polygon', coordinates: rings },
  }
}

function collection(features: readonly unknown[], more: Record<string, unknown> = {}): string {
  return JSON.stringify({ type: 'FeatureCollection', features, ...more })
}

function load(
  json: string,
  { level = 3, dryRun = false, parent }: { level?: Level; dryRun?: boolean; parent?: string } = {},
): Promise<BoundariesReport> {
  // In pieces of five bytes, so that features are cut in two anywhere.
  const pieces = Buffer.from(json)
  const source = Readable.from(
    Array.from({ length: Math.ceil(pieces.length / 5) }, (_, i) => pieces.subarray(5 * i, 5 * i + 5)),
  )
  return loadBoundaries(pool, level, areasOf(source, { id: 'code', name: 'name', parent }), { dryRun })
}

async function rows(sql: string): Promise<unknown[][]> {
  return (await pool.query<unknown[]>({ text: sql, rowMode: 'array' })).rows
}

async function version(): Promise<number> {
  const { rows } = await pool.query<{ version: number }>(
    "SELECT coalesce(max(version), 0) AS version FROM etl.reference_versions WHERE item = 'boundaries'",
  )
  return rows[0]?.version ?? Number.NaN
}

describe('loading boundaries', () => {
  test('fills the level with codes, names, parents and shapes', async () => {
    await load(collection([feature('P', [square(80, 26, 2)])]), { level: 2 })
    const two = { type: 'MultiPolygon', coordinates: [[square(80, 26)], [square(84, 26)]] }
    const report = await load(
      collection([
        { ...feature(' A ', [], { part_of: 'P' }), geometry: two },
        feature(12, [square(81, 26)], { part_of: 'nowhere' }),
      ]),
      { parent: 'part_of' },
    )
    expect(report).toMatchObject({ areas: 2, added: 2, changed: 0, unchanged: 0, removed: 0, orphans: 1 })
    expect(
      await rows(
        'SELECT admin3pcod, admin3name, parent_pcod, ST_Area(geom) FROM geography.admin3 ORDER BY admin3pcod',
      ),
    ).toEqual([
      ['12', 'Area 12', 'nowhere', 1],
      ['A', 'Area  A', 'P', 2],
    ])
    expect(await rows('SELECT admin2pcod FROM geography.admin2')).toEqual([['P']])
  })

  test('replaces a level, keeps the number of an area that keeps its code, and raises the version', async () => {
    await load(collection([feature('A', [square(80, 26)]), feature('B', [square(81, 26)])]))
    const [[gid] = []] = await rows("SELECT gid FROM geography.geoms WHERE short_name = 'A'")
    const before = await version()
    const report = await load(collection([feature('A', [square(80, 27)]), feature('C', [square(81, 26)])]))
    expect(report).toMatchObject({ added: 1, changed: 1, unchanged: 0, removed: 1 })
    expect(await rows('SELECT admin3pcod, ST_YMin(geom) FROM geography.admin3 ORDER BY 1')).toEqual([
      ['A', 27],
      ['C', 26],
    ])
    expect(await rows("SELECT gid FROM geography.geoms WHERE short_name = 'A'")).toEqual([[gid]])
    expect(await version()).toBeGreaterThan(before)
  })

  test('of what is there already changes nothing, so that results stay fresh', async () => {
    const file = collection([feature('A', [square(80, 26)])])
    await load(file)
    const before = await version()
    expect(await load(file)).toMatchObject({ added: 0, changed: 0, unchanged: 1, removed: 0 })
    expect(await version()).toBe(before)
  })

  test('can be tried out', async () => {
    expect(await load(collection([feature('A', [square(80, 26)])]), { dryRun: true })).toMatchObject({
      added: 1,
    })
    expect(await rows('SELECT FROM geography.geoms')).toEqual([])
    expect(await version()).toBe(0)
  })

  test('does not keep anybody who reads waiting', async () => {
    await load(collection([feature('A', [square(80, 26)])]))
    const reader = await pool.connect()
    await reader.query("BEGIN ISOLATION LEVEL REPEATABLE READ; SET LOCAL lock_timeout = '2s'")
    await reader.query('SELECT FROM geography.admin3')
    await load(collection([feature('B', [square(80, 26)])]))
    expect((await reader.query('SELECT admin3pcod AS code FROM geography.admin3')).rows).toEqual([
      { code: 'A' },
    ])
    await reader.query('COMMIT')
    reader.release()
  })

  test('removes bridges to areas that are gone', async () => {
    await load(collection([feature('A', [square(80, 26)]), feature('B', [square(81, 26)])]))
    await pool.query(`
      INSERT INTO infrastructure.cells (id) VALUES ('c');
      INSERT INTO geography.geo_bridge (location_id, gid) SELECT cell_id, gid FROM infrastructure.cells, geography.geoms
    `)
    expect(await load(collection([feature('A', [square(80, 26)])]))).toMatchObject({ bridgesRemoved: 1 })
    expect(
      await rows('SELECT short_name FROM geography.geo_bridge JOIN geography.geoms USING (gid)'),
    ).toEqual([['A']])
  })
})

describe('of shapes', () => {
  test('one that touches itself is taken as the ground that it means', async () => {
    // A square whose hole meets its edge in one corner, drawn as a single line.
    const inverted = [
      [80, 26],
      [82, 26],
      [82, 28],
      [80, 28],
      [80, 26],
      [80.5, 27],
      [81, 26.5],
      [80, 26],
    ]
    expect(await load(collection([feature('A', [inverted])]))).toMatchObject({ rewritten: 1 })
    // 4 less the triangle of (0, 0), (0.5, 1), (1, 0.5): half of |0.5 · 0.5 - 1 · 1|.
    const [[valid, area] = []] = await rows('SELECT ST_IsValid(geom), ST_Area(geom) FROM geography.admin3')
    expect(valid).toBe(true)
    expect(area).toBeCloseTo(4 - 0.375, 12)
  })

  test.each([
    [
      'lines that cross',
      [
        [
          [80, 26],
          [82, 28],
          [82, 26],
          [80, 28],
          [80, 26],
        ],
      ],
      'the shape of A is not valid: Self-intersection[81 27]',
    ],
    [
      'a hole outside',
      [square(80, 26), square(84, 26)],
      'the shape of A is not valid: Hole lies outside shell',
    ],
    ['no ground', [[...square(80, 26).slice(0, 2), [80, 26], [80, 26]]], 'the shape of A is not valid'],
    ['an open ring', [square(80, 26).slice(0, 4)], 'a ring of its geometry is not closed'],
    ['too few positions', [square(80, 26).slice(3)], 'fewer than four positions'],
    ['metres', [square(335_000, 3_065_000)], '[335000,3065000] is not a longitude and a latitude in degrees'],
    ['nothing', [], 'its geometry is empty'],
  ])('%s are refused', async (_, rings, reason) => {
    await expect(load(collection([feature('A', rings)]))).rejects.toThrow(reason)
    expect(await rows('SELECT FROM geography.geoms')).toEqual([])
  })
})

test('every feature that cannot be loaded is named, and none is loaded', async () => {
  const file = collection([
    feature('A', [square(80, 26)]),
    feature('A', [square(81, 26)]),
    feature('', [square(82, 26)]),
    { ...feature('D', []), geometry: null },
    { ...feature('E', []), geometry: { type: 'Point', coordinates: [80, 26] } },
    'feature',
  ])
  await expect(load(file)).rejects.toThrow(
    /^Nothing was loaded:\n {2}feature 3: its property code is missing or empty\n {2}feature 4: it has no geometry\n {2}feature 5: its geometry is a Point; an area is a Polygon or a MultiPolygon\n {2}feature 6: it is not a GeoJSON feature\n {2}feature 2: its id A is that of feature 1 already$/,
  )
  expect(await rows('SELECT FROM geography.geoms')).toEqual([])
})

describe('of files', () => {
  const areas = [feature('A', [square(80, 26)])]
  const crs = (name: string) => ({ crs: { type: 'name', properties: { name } } })

  test.each(['urn:ogc:def:crs:OGC:1.3:CRS84', 'EPSG:4326', 'urn:ogc:def:crs:EPSG::4326'])(
    'one that says %s is longitude and latitude',
    async name => {
      expect(await load(collection(areas, crs(name)))).toMatchObject({ areas: 1 })
    },
  )

  test.each([
    [
      'in other coordinates',
      collection(areas, crs('EPSG:32645')),
      'The coordinates of the file are EPSG:32645.',
    ],
    ['of unknown coordinates', collection(areas, { crs: null }), 'The coordinates of the file are null.'],
    ['cut short', collection(areas).slice(0, -10), 'The file is not JSON as it should be'],
    ['not JSON', 'id,name\n1,2', 'The file is not JSON as it should be'],
    ['without a collection', JSON.stringify(areas[0]), 'The file is not a GeoJSON feature collection.'],
    ['without areas', collection([]), 'There are no areas to load.'],
    ['empty', '', 'The file is not'],
  ])('one that is %s is refused', async (_, json, reason) => {
    await expect(load(json)).rejects.toThrow(reason)
    expect(await rows('SELECT FROM geography.geoms')).toEqual([])
  })
})

test('overlaps, gaps and cells outside are reported in numbers', async () => {
  await pool.query(`
    INSERT INTO infrastructure.cells (id, geom_point)
    SELECT n::text, ST_SetSRID(ST_Point(80.5 + n, 0.5), 4326) FROM generate_series(0, 3) AS n
  `)
  // A ring of land with a hole of one square degree at the equator, and an area that reaches half into it.
  const hole = square(81, 0)
  const report = await load(
    collection([feature('ring', [square(80, -1, 3), hole]), feature('over', [square(82.5, -1, 1)])]),
  )
  // A square degree at the equator is 111.32 km by 110.57 km.
  expect(report.gaps.count).toBe(1)
  expect(report.gaps.squareKilometres / (111.32 * 110.57)).toBeCloseTo(1, 3)
  expect(report.overlaps.count).toBe(1)
  expect(report.overlaps.squareKilometres / (111.32 * 110.57 * 0.5)).toBeCloseTo(1, 3)
  // In the ring, in its hole, in the ring again, and beyond.
  expect(report).toMatchObject({ cells: 4, cellsOutside: 2 })
})
