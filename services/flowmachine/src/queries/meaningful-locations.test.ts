import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startEngine, type TestEngine } from '../testing/engine.ts'
import { type Event, people, withClient } from '../testing/world.ts'

// A degree along the equator is 111.3 km. Two sites are 1.113 km from each other, the third is far away in the other
// district, the fourth outside of both. Each has a cell of its own name; "moved" stood with the first until the 4th.
const AREAS = [
  [3, 'W', 0, -1, 1, 1],
  [3, 'E', 1, -1, 2, 1],
] as const
const SITES = `
  INSERT INTO infrastructure.sites (id, version, geom_point, date_of_first_service, date_of_last_service) VALUES
    ('near', 0, 'SRID=4326;POINT(0.5 0)', NULL, NULL),
    ('next', 0, 'SRID=4326;POINT(0.51 0)', NULL, NULL),
    ('far', 0, 'SRID=4326;POINT(1.5 0)', NULL, NULL),
    ('abroad', 0, 'SRID=4326;POINT(5 0)', NULL, NULL),
    ('moved', 0, 'SRID=4326;POINT(0.5 0)', NULL, '2016-01-04'),
    ('moved', 1, 'SRID=4326;POINT(1.5 0)', '2016-01-05', NULL);
  UPDATE infrastructure.cells SET site_id = id`
const CELLS = [
  ['near', 0.5, 0],
  ['next', 0.51, 0],
  ['far', 1.5, 0],
  ['abroad', 5, 0],
  ['moved', 0.5, 0],
  ['siteless', 0.5, 0],
] as const

const square = (west: number, south: number, east: number, north: number) => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
    ],
  ],
})
// Nights score 1, hours from 8 to 18 score -1; all days are alike.
const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const scoring = {
  aggregation_unit: 'admin3',
  labels: { home: square(0.5, -1.1, 1.1, 1.1), work: square(-1.1, -1.1, -0.5, 1.1) },
  tower_hour_of_day_scores: Array.from({ length: 24 }, (_, hour) => (hour >= 8 && hour < 18 ? -1 : 1)),
  tower_day_of_week_scores: Object.fromEntries(DAYS.map(day => [day, 0])),
}
const homes = {
  query_kind: 'meaningful_locations_aggregate',
  start_date: '2016-01-01',
  end_date: '2016-01-04',
  label: 'home',
  ...scoring,
}
const each = (who: readonly string[], moment: string, cell: string): Event[] =>
  who.map(person => [person, moment, cell])

describe('meaningful locations', () => {
  let world: TestEngine
  const settled = people(16, 'settled')
  const split = people(16, 'split')

  beforeAll(async () => {
    world = await startEngine({
      areas: AREAS,
      cells: CELLS,
      events: {
        calls: [
          // At home two nights at near, one at next; at work in the other district.
          ...each(settled, '2016-01-01 20:00', 'near'),
          ...each(settled, '2016-01-02 20:00', 'near'),
          ...each(settled, '2016-01-03 20:00', 'next'),
          ...each(settled, '2016-01-01 10:00', 'far'),
          // Two homes: one in the west and one in the east, and at noon somewhere that is in no district.
          ...each(split, '2016-01-01 21:00', 'near'),
          ...each(split, '2016-01-02 21:00', 'far'),
          ...each(split, '2016-01-03 12:00', 'abroad'),
          // Fifteen are not enough.
          ...each(people(15, 'few'), '2016-01-03 22:00', 'abroad'),
          // Half of the events by night: neither home nor work.
          ...each(people(16, 'odd'), '2016-01-01 09:00', 'near'),
          ...each(people(16, 'odd'), '2016-01-01 23:00', 'near'),
          // The cell has no site, so there is nowhere to be.
          ...each(people(16, 'lost'), '2016-01-01 23:00', 'siteless'),
          // In another week the settled have moved, those that were split have not.
          ...each(settled, '2016-01-08 20:00', 'far'),
          ...each(split, '2016-01-08 20:00', 'near'),
          ...each(people(16, 'moved'), '2016-01-04 20:00', 'moved'),
          ...each(people(16, 'moved'), '2016-01-05 20:00', 'moved'),
        ],
      },
    })
    await withClient(world.superuserUrl, client => client.query(SITES))
    await world.start()
  })
  afterAll(() => world.close())

  it('are counted by place, with an equal share for each of several', async () => {
    // In the west the settled, and the split with half; in the east the other halves: 16 people, who make 8.
    expect(await world.answer(homes)).toEqual([
      { label: 'home', pcod: 'E', value: 8 },
      { label: 'home', pcod: 'W', value: 24 },
    ])
  })

  it('of another label are counted from the same clusters, outside of all places too', async () => {
    expect(await world.answer({ ...homes, label: 'work' })).toEqual([
      { label: 'work', pcod: 'E', value: 16 },
      { label: 'work', pcod: null, value: 16 },
    ])
    expect(await world.answer({ ...homes, label: 'unknown' })).toEqual([
      { label: 'unknown', pcod: 'W', value: 16 },
    ])
  })

  it('are sites of their own where the radius is short', async () => {
    // The settled have two homes now, both in the west; with a threshold of two days only the one at near.
    const short = { ...homes, tower_cluster_radius: 1.1 }
    const west = async (spec: object) => (await world.answer(spec)).find(({ pcod }) => pcod === 'W')?.value
    expect(await west(short)).toBe(24)
    expect(await world.answer({ ...short, tower_cluster_call_threshold: 2 })).toEqual([
      { label: 'home', pcod: 'W', value: 16 },
    ])
    expect(
      await world.answer({ ...homes, tower_cluster_radius: 1.2, tower_cluster_call_threshold: 3 }),
    ).toEqual([{ label: 'home', pcod: 'W', value: 16 }])
  })

  it('are where the version of the site stood that was in service', async () => {
    expect(await world.answer({ ...homes, start_date: '2016-01-04', end_date: '2016-01-06' })).toEqual([
      { label: 'home', pcod: 'E', value: 8 },
      { label: 'home', pcod: 'W', value: 8 },
    ])
  })

  it.each([
    // The mean with the score of 0.9 at eleven at night.
    [-0.3, 0.3],
    [-0.300000001, 0.2999999995],
    [-0.3000000001, 0.29999999995],
  ])('have the very average of their scores, one of which is %s', async (morning, mean) => {
    const NEAR = 1e-12
    const scores = new Map([
      [9, morning],
      [23, 0.9],
    ])
    const exactly = {
      ...homes,
      label: 'exact',
      labels: { exact: square(mean - NEAR, 0.25 - NEAR, mean + NEAR, 0.25 + NEAR) },
      tower_hour_of_day_scores: Array.from({ length: 24 }, (_, hour) => scores.get(hour) ?? 0),
      tower_day_of_week_scores: Object.fromEntries(DAYS.map(day => [day, 0.25])),
    }
    expect(await world.answer(exactly)).toEqual([{ label: 'exact', pcod: 'W', value: 16 }])
  })

  it('are paired by label', async () => {
    const { label: _, ...asked } = homes
    const commuting = {
      ...asked,
      query_kind: 'meaningful_locations_between_label_od_matrix',
      label_a: 'home',
      label_b: 'work',
    }
    const pair = { label_from: 'home', label_to: 'work' }
    expect(await world.answer(commuting)).toEqual([
      { ...pair, pcod_from: 'E', pcod_to: null, value: 8 },
      { ...pair, pcod_from: 'W', pcod_to: 'E', value: 16 },
      { ...pair, pcod_from: 'W', pcod_to: null, value: 8 },
    ])
  })

  it('are paired by period', async () => {
    const { start_date: _start, end_date: _end, ...asked } = homes
    const moving = {
      ...asked,
      query_kind: 'meaningful_locations_between_dates_od_matrix',
      start_date_a: '2016-01-01',
      end_date_a: '2016-01-04',
      start_date_b: '2016-01-08',
      end_date_b: '2016-01-09',
    }
    const pair = { label_from: 'home', label_to: 'home' }
    expect(await world.answer(moving)).toEqual([
      { ...pair, pcod_from: 'E', pcod_to: 'W', value: 8 },
      { ...pair, pcod_from: 'W', pcod_to: 'E', value: 16 },
      { ...pair, pcod_from: 'W', pcod_to: 'W', value: 8 },
    ])
  })

  it('are clustered as the library’s own function does it', async () => {
    const { rows } = await withClient(world.superuserUrl, client =>
      client.query(`
        WITH sites AS (
          SELECT 'site ' || n AS id, n % 4 + 1 AS weight,
            ST_SetSRID(ST_Point(10 + (n * 7 % 11) * 0.004, (n * 5 % 13) * 0.003), 4326) AS point
          FROM generate_series(1, 30) AS n
        ), added AS (
          INSERT INTO infrastructure.sites (id, version, geom_point) SELECT id, 0, point FROM sites
        )
        SELECT weight, ST_X(centre) AS lon, ST_Y(centre) AS lat
        FROM (
          SELECT array_agg(point ORDER BY weight DESC, id) AS points, array_agg(weight ORDER BY weight DESC, id) AS weights
          FROM sites
        ) AS visited
        CROSS JOIN LATERAL derived.cluster_sites(points, weights, 1)`),
    )
    const theirs = await withClient(world.superuserUrl, client =>
      client.query(`
        SELECT weight, ST_X(centre::geometry) AS lon, ST_Y(centre::geometry) AS lat
        FROM (
          SELECT hartigan(id, version, n % 4 + 1, 1, 0, 0 ORDER BY id) AS found
          FROM generate_series(1, 30) AS n
          JOIN infrastructure.sites ON id = 'site ' || n
        ) AS clustered
        CROSS JOIN LATERAL unnest((found).clusters, (found).weights) AS clusters (centre, weight)`),
    )
    expect(rows).toEqual(theirs.rows)
    expect(rows.length).toBeGreaterThan(3)
  })
})
