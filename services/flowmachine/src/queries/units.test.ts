import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { validated } from '../server/actions/query-spec.ts'
import { name } from '../sql.ts'
import { startEngine, type TestEngine } from '../testing/engine.ts'
import { type Event, people, withClient } from '../testing/world.ts'
import { featuresSql } from './deliver.ts'
import { releasedQuery } from './query.ts'

// Cells near the origin of all grids, where a degree is 96.5 kilometres of the projection to the east and 127.7 to the
// north. `a` and `b` stand in one square of 5 km and in two of 1 km; `c` stands to the west and south of the origin; `m`
// moves from the first square to the third on the second day.
const KM_EAST = 1 / 96.4862807
const KM_NORTH = 1 / 127.7
const at = (east: number, north: number) => [east * KM_EAST, north * KM_NORTH] as const
const call = (day: number, cell: string, who: readonly string[]): Event[] =>
  who.map(person => [person, `2016-01-0${day} 10:00`, cell])

const ann = people(16, 'ann')
const bob = people(17, 'bob')
const cat = people(18, 'cat')
const eve = people(19, 'eve')

let world: TestEngine

beforeAll(async () => {
  world = await startEngine({
    areas: [],
    cells: [
      ['a', ...at(0.5, 0.5)],
      ['b', ...at(2.5, 0.5)],
      ['c', ...at(-0.5, -0.5)],
      ['m', ...at(0.6, 0.6), '2015-01-01', '2016-01-01'],
      ['m', ...at(-0.6, -0.6), '2016-01-02'],
    ],
    events: {
      calls: [
        ...call(1, 'a', ann),
        ...call(1, 'b', bob),
        ...call(1, 'c', cat),
        ...call(1, 'm', eve),
        ...call(2, 'b', ann),
        ...call(2, 'b', bob.slice(1)),
        ...call(2, 'm', eve),
      ],
    },
  })
  await withClient(world.superuserUrl, client =>
    client.query(`
      INSERT INTO infrastructure.sites (id, version, geom_point) VALUES
        ('hill', 0, ST_SetSRID(ST_Point(1, 1), 4326)),
        ('hill', 1, ST_SetSRID(ST_Point(2, 2), 4326)),
        ('empty', 0, ST_SetSRID(ST_Point(3, 3), 4326));
      UPDATE infrastructure.cells SET site_id = 'hill' WHERE id IN ('a', 'm');
      UPDATE infrastructure.cells SET site_id = 'lake' WHERE id = 'b'`),
  )
  await world.start()
})
afterAll(() => world.close())

const seen = (aggregation_unit: string, day: number) => ({
  query_kind: 'unique_subscriber_counts',
  start_date: `2016-01-0${day}`,
  end_date: `2016-01-0${day + 1}`,
  aggregation_unit,
})
const last = (aggregation_unit: string, day: number) => ({
  query_kind: 'daily_location',
  date: `2016-01-0${day}`,
  method: 'last',
  aggregation_unit,
})
const counts = async (spec: object) =>
  Object.fromEntries(
    (await world.answer(spec)).map(({ value, ...place }) => [Object.values(place)[0], value]),
  )

/** The places of a unit as a map gets them. */
async function features(aggregation_unit: string) {
  const spec = { query_kind: 'geography', aggregation_unit }
  const { id } = await world.finish(spec)
  return withClient(world.superuserUrl, async client => {
    const { rows } = await client.query<{ table: string }>(
      `SELECT table_schema || '.' || table_name AS table
       FROM cache.results
       WHERE query_id = $1
       ORDER BY run DESC
       LIMIT 1`,
      [id],
    )
    const [schema = '', table = ''] = (rows[0]?.table ?? '').split('.')
    const query = releasedQuery(validated(spec))
    const map = await client.query(featuresSql(query, name(schema, table), name(schema, table)).text)
    return map.rows as { geometry: { coordinates: unknown } | null; properties: object }[]
  })
}

describe('by cell', () => {
  it('subscribers are counted by the ids of cells, whichever version was in service', async () => {
    expect(await counts(seen('cell', 1))).toEqual({ a: '16', b: '17', c: '18', m: '19' })
    expect(await counts(seen('cell', 2))).toEqual({ b: '32', m: '19' })
  })

  it('somebody at a cell that moves does not move', async () => {
    const flows = { query_kind: 'flows', from_location: last('cell', 1), to_location: last('cell', 2) }
    expect(await world.answer(flows)).toEqual([
      { location_id_from: 'a', location_id_to: 'b', value: '16' },
      { location_id_from: 'b', location_id_to: 'b', value: '16' },
      { location_id_from: 'm', location_id_to: 'm', value: '19' },
    ])
  })

  it('cells are points, where their newest version stands', async () => {
    const places = await features('cell')
    expect(places.map(({ properties }) => properties)).toMatchObject(
      ['a', 'b', 'c', 'm'].map(location_id => ({ location_id })),
    )
    const [lon, lat] = at(-0.6, -0.6)
    expect(places[3]?.geometry).toEqual({
      type: 'Point',
      coordinates: [expect.closeTo(lon, 6), expect.closeTo(lat, 6)],
    })
  })
})

describe('by site', () => {
  it('the cells of a site count together, and those of none not at all', async () => {
    expect(await counts(seen('site', 1))).toEqual({ hill: '35', lake: '17' })
  })

  it('sites are points, where their newest version stands, if that is known', async () => {
    const places = await features('site')
    expect(
      places.map(({ geometry, properties }) => [properties, geometry?.coordinates ?? null]),
    ).toMatchObject([
      [{ site_id: 'empty' }, [3, 3]],
      [{ site_id: 'hill' }, [2, 2]],
      [{ site_id: 'lake' }, null],
    ])
  })

  it('a site that is moved is asked anew', async () => {
    await features('site')
    await withClient(world.superuserUrl, client =>
      client.query(
        `UPDATE infrastructure.sites SET geom_point = ST_SetSRID(ST_Point(4, 4), 4326) WHERE id = 'empty'`,
      ),
    )
    expect((await features('site'))[0]?.geometry?.coordinates).toEqual([4, 4])
  })
})

describe('by square', () => {
  it('subscribers are counted where the version of their cell stood that was in service', async () => {
    expect(await counts(seen('grid:1', 1))).toEqual({ '1kmE0N0': '35', '1kmE2N0': '17', '1kmE-1N-1': '18' })
    expect(await counts(seen('grid:5', 1))).toEqual({ '5kmE0N0': '52', '5kmE-1N-1': '18' })
    expect(await counts(seen('grid:5', 2))).toEqual({ '5kmE0N0': '32', '5kmE-1N-1': '19' })
  })

  it('squares are those in which cells stand, with sides along the meridians and the parallels', async () => {
    const places = await features('grid:1')
    expect(places.map(({ properties }) => properties)).toMatchObject(
      ['1kmE-1N-1', '1kmE0N0', '1kmE2N0'].map(grid_id => ({ grid_id })),
    )
    const corner = (east: number, north: number) => [
      expect.closeTo(east * KM_EAST, 4),
      expect.closeTo(north * KM_NORTH, 4),
    ]
    const ring = [corner(0, 0), corner(0, 1), corner(1, 1), corner(1, 0), corner(0, 0)]
    expect(places[1]?.geometry).toEqual({ type: 'Polygon', coordinates: [ring] })
  })

  it('there are only the sizes that fit into each other, and no tables of mapping', async () => {
    const refused = (spec: object) => () => validated({ ...spec })
    expect(refused(seen('grid:2', 1))).toThrow('Must be one of')
    expect(refused({ ...seen('grid:5', 1), mapping_table: 'geography.any' })).toThrow('Only used with')
    const objects = { ...seen('cell', 1), query_kind: 'total_network_objects' }
    expect(refused(objects)).toThrow('there is one cell in each')
  })
})

describe('flows between two units', () => {
  const mixed = { from_location: last('grid:5', 1), to_location: last('cell', 2) }

  it('have the columns of each at its end', async () => {
    expect(await world.answer({ query_kind: 'flows', ...mixed })).toEqual([
      { grid_id_from: '5kmE0N0', location_id_to: 'b', value: '32' },
      { grid_id_from: '5kmE0N0', location_id_to: 'm', value: '19' },
    ])
  })

  it('are summed by the places that people come to, or from', async () => {
    expect(await counts({ query_kind: 'inflows', ...mixed })).toEqual({ b: '32', m: '19' })
    expect(await counts({ query_kind: 'outflows', ...mixed })).toEqual({ '5kmE0N0': '51' })
  })

  it('leave out cells of a grid of the places first and the places then', async () => {
    const { id } = await world.finish({ query_kind: 'flows', ...mixed })
    const { rows } = await world.engine.control.query(
      'SELECT cells_left_out::integer AS cells FROM cache.results WHERE query_id = $1',
      [id],
    )
    // Two squares and four cells are eight pairs, of which two are released.
    expect(rows).toEqual([{ cells: 6 }])
  })

  it('are on a map outflows of the ones and inflows of the others', async () => {
    const query = releasedQuery(validated({ query_kind: 'flows', ...mixed }))
    const tables = [query, ...query.children.filter(({ form }) => form === 'released')].map(({ id }) => id)
    const map = await withClient(world.superuserUrl, async client => {
      const { rows } = await client.query<{ query_id: string; table: string }>(
        'SELECT query_id, table_name AS table FROM cache.results WHERE query_id = ANY($1)',
        [tables],
      )
      const [released, squares, cells] = tables.map(id =>
        name('released', rows.find(({ query_id }) => query_id === id)?.table ?? ''),
      )
      if (!released || !squares || !cells) throw new Error('A geography is missing')
      return client.query(featuresSql(query, released, squares, cells).text)
    })
    expect(map.rows.map(({ geometry, properties }) => [geometry.type, properties])).toMatchObject([
      ['Polygon', { grid_id: '5kmE0N0', inflows: {}, outflows: { b: 32, m: 19 } }],
      ['Point', { location_id: 'b', inflows: { '5kmE0N0': 32 }, outflows: {} }],
      ['Point', { location_id: 'm', inflows: { '5kmE0N0': 19 }, outflows: {} }],
    ])
  })
})
