import { createFlowDb, type TestFlowDb } from '@flowkit/local-stack/vitest'
import type pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { column, connect } from './testing.ts'

/** The functions that the Python library `flowmachine` calls, as the role that it logs in as. */

let flowdb: TestFlowDb
let client: pg.Client

beforeAll(async () => {
  flowdb = await createFlowDb({ profile: 'empty' })
  client = await connect({ ...flowdb, database: flowdb.name, ...flowdb.superuser })
})
afterAll(async () => {
  await client.end()
  await flowdb.drop()
})
beforeEach(() => client.query('BEGIN'))
afterEach(() => client.query('ROLLBACK'))

test('says which FlowKit it stands in for, and what the library reads', async () => {
  await client.query('SET LOCAL ROLE flowmachine')
  expect(await column(client, 'SELECT version FROM flowdb_version()')).toEqual(['1.34.0'])
  expect(await column(client, 'SELECT location_table()')).toEqual(['infrastructure.cells'])
  expect(
    await column(
      client,
      'SELECT table_name FROM available_tables() WHERE has_subscribers AND has_counterparts',
    ),
  ).toEqual(['calls', 'sms'])
})

describe('a stored query that is touched', () => {
  beforeEach(async () => {
    await client.query('SET LOCAL ROLE flowmachine')
    await client.query(`
      SELECT setval('cache.cache_touches', 1, false);
      UPDATE cache.cache_config SET value = '2' WHERE key = 'half_life';
      CREATE TABLE cache.x1 AS SELECT 1 AS value;
      INSERT INTO cache.cached (query_id, access_count, cache_score_multiplier, compute_time, class, schema, tablename) VALUES
        ('1', 0, 0, 4000, 'Flows', 'cache', 'x1'),
        ('2', 0, 0, 4000, 'Table', 'events', 'calls')
    `)
  })

  test('is worth the seconds that it saves for each byte, and later uses weigh more', async () => {
    const [bytes = 0] = await column<number>(client, "SELECT table_size('x1', 'cache')")
    const growth = 1 + Math.log(2) / 2
    const touch = async () => (await column<number>(client, "SELECT touch_cache('1')"))[0]
    expect(await touch()).toBeCloseTo(((1 / growth) * 4) / bytes, 10)
    expect(await touch()).toBeCloseTo(((1 / growth + 1) * 4) / bytes, 10)
    expect(await touch()).toBeCloseTo(((1 / growth + 1 + growth) * 4) / bytes, 10)
    expect(await column(client, "SELECT access_count FROM cache.cached WHERE query_id = '1'")).toEqual([3])
  })

  test('has no score when it stands for a table outside the cache', async () => {
    expect(await column(client, "SELECT touch_cache('2')")).toEqual([0])
  })

  test('has to be known', async () => {
    await expect(client.query("SELECT touch_cache('3')")).rejects.toThrow('Cache record 3 not found')
  })
})

test('a sample is of distinct numbers within bounds, and its seed determines it', async () => {
  await client.query('SET LOCAL ROLE flowmachine')
  const draw = (seed: number) => column<number>(client, 'SELECT id FROM random_ints($1, 50, 1000)', [seed])
  const sample = await draw(0.5)
  expect(new Set(sample).size).toBe(50)
  expect(sample.every(number => number >= 1 && number <= 1000)).toBe(true)
  expect(await draw(0.5)).toEqual(sample)
  expect(await draw(0.6)).not.toEqual(sample)
})

test('a sample does not make the random numbers that follow it in the session predictable', async () => {
  const numberAfterSample = async () => {
    await client.query('SELECT random_ints(0.5, 1, 10)')
    return column<number>(client, 'SELECT random()')
  }
  expect(await numberAfterSample()).not.toEqual(await numberAfterSample())
})

describe('clusters of sites', () => {
  beforeEach(async () => {
    // On the equator a thousandth of a degree of longitude is 111.3 m.
    await client.query(`
      INSERT INTO infrastructure.sites (id, version, geom_point, geom_polygon) VALUES
        ('A', 0, 'SRID=4326;POINT(10 0)', NULL),
        ('B', 1, 'SRID=4326;POINT(10.004 0)', NULL),
        ('C', 0, 'SRID=4326;POINT(11 0)', 'SRID=4326;MULTIPOLYGON(((10.9 0, 11.1 0, 11.1 1, 10.9 1, 10.9 0)))'),
        ('D', 0, 'SRID=4326;POINT(12 0)', NULL);
      SET LOCAL ROLE flowmachine
    `)
  })

  const clusters = async (radius: number, buffer: number, threshold: number) => {
    const { rows } = await client.query(
      `SELECT (found).rank, (found).weights, (found).site_ids, (found).versions,
         ARRAY(SELECT round(ST_X(ST_Centroid(cluster::geometry))::numeric, 4)::text FROM unnest((found).clusters) AS cluster) AS x,
         ARRAY(SELECT ST_GeometryType(cluster::geometry) FROM unnest((found).clusters) AS cluster) AS shapes
       FROM (
         SELECT hartigan(id, version, weight, $1, $2, $3) AS found
         FROM (VALUES ('B', 1, 3), ('A', 0, 5), ('C', 0, 4), ('D', 0, 1)) AS visits (id, version, weight)
       ) AS one`,
      [radius, buffer, threshold],
    )
    return rows[0]
  }

  test('join sites within the radius around their weighted mean, the most visited first', async () => {
    // A and B are 445 m apart; the centre of both lies 3/8 of the way.
    expect(await clusters(1, 0, 1)).toEqual({
      rank: [1, 2, 3],
      weights: [8, 4, 1],
      site_ids: ['A::B', 'C', 'D'],
      versions: ['0::1', '0', '0'],
      x: ['10.0015', '11.0000', '12.0000'],
      shapes: ['ST_Point', 'ST_Point', 'ST_Point'],
    })
  })

  test('stay apart beyond the radius, and are left out below the threshold', async () => {
    expect(await clusters(0.4, 0, 4)).toMatchObject({ rank: [1, 2], weights: [5, 4], site_ids: ['A', 'C'] })
  })

  test('with a buffer are areas, of the site itself where it is alone and has one', async () => {
    expect(await clusters(1, 2, 2)).toMatchObject({
      shapes: ['ST_Polygon', 'ST_MultiPolygon'],
      x: ['10.0015', '11.0000'],
    })
  })
})

test('a grid covers an area with squares of the size that was asked for', async () => {
  await client.query('SET LOCAL ROLE flowmachine')
  const area = "ST_GeomFromText('POLYGON((84 27, 86 27, 86 29, 84 29, 84 27))', 4326)"
  const { rows } = await client.query(`
    SELECT count(*), min(ST_Area(geom::geography)) / 1e8 AS smallest, max(ST_Area(geom::geography)) / 1e8 AS largest,
      ST_Area(ST_Difference(${area}, ST_Union(ST_Buffer(geom, 1e-9)))) AS uncovered
    FROM ST_Dump(makegrid_2d(${area}, 10000))`)
  // The area has about 43,500 km².
  expect(rows[0].count).toBeGreaterThan(435)
  expect(rows[0].count).toBeLessThan(530)
  expect(rows[0].smallest).toBeCloseTo(1, 3)
  expect(rows[0].largest).toBeCloseTo(1, 3)
  expect(rows[0].uncovered).toBeCloseTo(0, 6)
})
