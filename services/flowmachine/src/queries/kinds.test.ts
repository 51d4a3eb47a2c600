import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startEngine, type TestEngine } from '../testing/engine.ts'
import { type Event, people, withClient } from '../testing/world.ts'

// Two districts side by side, and two regions that overlap between 4 and 6 degrees east.
const AREAS = [
  [3, 'W', 0, 0, 5, 10],
  [3, 'E', 5, 0, 10, 10],
  [2, 'P', 0, 0, 6, 10],
  [2, 'Q', 4, 0, 10, 10],
] as const
const CELLS = [
  ['west', 1, 1],
  ['east', 8, 1],
  ['border', 5.5, 1],
  ['nowhere', 50, 50],
  ['moving', 1, 2, '2015-01-01', '2016-01-05'],
  ['moving', 8, 2, '2016-01-06'],
  // A new version that was entered without ending the old one.
  ['renewed', 1, 3, '2015-01-01'],
  ['renewed', 8, 3, '2016-01-06', '2016-01-06'],
] as const

const day = (date: string, others: object = {}) => ({
  query_kind: 'daily_location',
  date,
  method: 'last',
  aggregation_unit: 'admin3',
  ...others,
})
const at = (moment: string, cell: string, who: readonly string[]): Event[] =>
  who.map(person => [person, moment, cell])

describe('locations of single subscribers', () => {
  let world: TestEngine

  beforeAll(async () => {
    world = await startEngine({
      areas: AREAS,
      cells: CELLS,
      events: {
        calls: [
          ['ann', '2016-01-01 08:00', 'west'],
          ['ann', '2016-01-01 12:00', 'east'],
          ['ann', '2016-01-01 20:00', 'west'],
          ['bob', '2016-01-01 08:00', 'west'],
          ['bob', '2016-01-01 09:00', 'west'],
          ['bob', '2016-01-01 23:00', 'east'],
          ['cat', '2016-01-01 10:00', 'east'],
          ['cat', '2016-01-01 11:00', null],
          ['cat', '2016-01-01 12:00', 'nowhere'],
          ['dan', '2016-01-01 10:00', 'west'],
          ['dan', '2016-01-01 10:00', 'east'],
          ['ann', '2016-01-02 08:00', 'east'],
          ['bob', '2016-01-02 08:00', 'east'],
          ['bob', '2016-01-03 08:00', 'west'],
          ['cat', '2016-01-03 08:00', 'east'],
          ['lee', '2016-01-05 23:59', 'moving'],
          ['lee', '2016-01-06 00:00', 'moving'],
        ],
        sms: [['eve', '2016-01-01 05:00', 'west']],
        mds: [['fay', '2016-01-01 05:00', 'border']],
        topups: [
          ['gus', '2016-01-05 08:00', 'renewed'],
          ['gus', '2016-01-06 08:00', 'west'],
          ['gus', '2016-01-06 10:00', 'renewed'],
          ['gus', '2016-01-07 10:00', 'renewed'],
        ],
      },
    })
    await world.start()
  })
  afterAll(() => world.close())

  it('are where the last located event was', async () => {
    expect(await world.places(day('2016-01-01'))).toEqual({
      ann: 'W',
      bob: 'E',
      cat: 'E',
      dan: 'E',
      eve: 'W',
    })
  })

  it('are where most events were, the first place by its id where several have as many', async () => {
    expect(await world.places(day('2016-01-01', { method: 'most-common' }))).toEqual({
      ann: 'W',
      bob: 'W',
      cat: 'E',
      dan: 'E',
      eve: 'W',
    })
  })

  it('count only events in the hours, of which the last is not one', async () => {
    const hours = (start_hour: number, end_hour: number) =>
      world.places(day('2016-01-01', { hours: { start_hour, end_hour } }))
    expect(await hours(8, 12)).toEqual({ ann: 'W', bob: 'W', cat: 'E', dan: 'E' })
    expect(await hours(20, 6)).toEqual({ ann: 'W', bob: 'E', eve: 'W' })
    expect(await hours(22, 24)).toEqual({ bob: 'E' })
    expect(await hours(24, 6)).toEqual({ eve: 'W' })
  })

  it('count only events of the types that are asked for', async () => {
    expect(await world.places(day('2016-01-01', { event_types: ['sms'] }))).toEqual({ eve: 'W' })
    expect(await world.places(day('2016-01-01', { event_types: ['mds', 'sms'] }))).toEqual({
      eve: 'W',
      fay: 'E',
    })
  })

  it('last 24 hours from the moment that is asked for', async () => {
    expect(await world.places(day('2016-01-01T10:00:00'))).toEqual({ ann: 'E', bob: 'E', cat: 'E', dan: 'E' })
  })

  it('are in the first of two overlapping areas, which both count', async () => {
    const located = await world.places(
      day('2016-01-01', { event_types: ['mds'], aggregation_unit: 'admin2' }),
    )
    expect(located).toEqual({ fay: 'P' })
  })

  it('are the position of the cell by longitude and latitude', async () => {
    const located = await world.places(
      day('2016-01-01', { event_types: ['mds'], aggregation_unit: 'lon-lat' }),
    )
    expect(located).toEqual({ fay: '5.5,1' })
  })

  it('follow a cell that moves', async () => {
    expect(await world.places(day('2016-01-05'))).toEqual({ lee: 'W' })
    expect(await world.places(day('2016-01-06'))).toEqual({ lee: 'E' })
  })

  it('are where the newest version of a cell stands, when older ones were never ended', async () => {
    expect(await world.places(day('2016-01-05', { event_types: ['topups'] }))).toEqual({ gus: 'W' })
    // One event in the west and one in the east, which comes first; counted in both versions, the west would have two.
    const locations = day('2016-01-06', { event_types: ['topups'], method: 'most-common' })
    expect(await world.places(locations)).toEqual({ gus: 'E' })
    // The newest version has ended, the old one never has.
    expect(await world.places(day('2016-01-07', { event_types: ['topups'] }))).toEqual({ gus: 'W' })
  })

  it('are on most days at the modal location, of several the latest', async () => {
    const locations = [day('2016-01-01'), day('2016-01-02'), day('2016-01-03')]
    // ann: W, E; bob: E, E, W; cat: E, -, E; dan: E; eve: W
    expect(await world.places({ query_kind: 'modal_location', locations })).toEqual({
      ann: 'E',
      bob: 'E',
      cat: 'E',
      dan: 'E',
      eve: 'W',
    })
  })

  it('are those of a subset of subscribers only', async () => {
    await expect(world.places(day('2016-01-01', { subscriber_subset: day('2016-01-02') }))).rejects.toThrow(
      'The result has not been stored',
    )
    const { reason } = await world.finish({
      query_kind: 'spatial_aggregate',
      locations: day('2016-01-01', { subscriber_subset: day('2016-01-02') }),
    })
    expect(reason).toBe(
      'The subscriber subset holds fewer than 16 subscribers, so nothing can be released about it.',
    )
  })

  it('follow a mapping table instead of the areas, and leave out cells that it does not name', async () => {
    await withClient(world.superuserUrl, client =>
      client.query(`
        CREATE TABLE geography.test_mapping AS
        SELECT * FROM (VALUES ('east', 'X'), ('border', 'Y'), ('border', 'X')) AS mapping (id, admin3pcod)`),
    )
    const mapping_table = 'geography.test_mapping'
    expect(await world.places(day('2016-01-01', { mapping_table }))).toEqual({
      ann: 'X',
      bob: 'X',
      cat: 'X',
      dan: 'X',
    })
    expect(await world.places(day('2016-01-01', { mapping_table, event_types: ['mds'] }))).toEqual({
      fay: 'X',
    })
  })

  it('are read anew when a mapping table has changed', async () => {
    await withClient(world.superuserUrl, client =>
      client.query(`UPDATE geography.test_mapping SET admin3pcod = 'Z' WHERE id = 'east'`),
    )
    const changed = await world.places(day('2016-01-01', { mapping_table: 'geography.test_mapping' }))
    expect(changed).toEqual({ ann: 'Z', bob: 'Z', cat: 'Z', dan: 'Z' })
  })
})

describe('released counts', () => {
  let world: TestEngine
  const stayed = people(20, 'stayed west')
  const moved = people(17, 'moved east')
  const back = people(14, 'moved west')
  const gone = people(30, 'gone')

  beforeAll(async () => {
    world = await startEngine({
      areas: AREAS,
      cells: CELLS,
      events: {
        calls: [
          ...at('2016-01-01 10:00', 'west', [...stayed, ...moved, ...gone]),
          ...at('2016-01-01 10:00', 'east', back),
          ...at('2016-01-01 11:00', 'border', stayed.slice(0, 1)),
          ...at('2016-01-02 10:00', 'west', [...stayed, ...back]),
          ...at('2016-01-02 10:00', 'east', moved),
        ],
      },
    })
    await world.start()
  })
  afterAll(() => world.close())

  const flows = (join_type: string) =>
    world.answer({
      query_kind: 'flows',
      from_location: day('2016-01-01', { method: 'most-common' }),
      to_location: day('2016-01-02'),
      join_type,
    })

  it('of flows hold pairs of 16 subscribers or more', async () => {
    // One of those who stayed was at two places once each on the first day, of which E comes first: with the 14 who
    // moved west they are 15.
    expect(await flows('inner')).toEqual([
      { pcod_from: 'W', pcod_to: 'E', value: '17' },
      { pcod_from: 'W', pcod_to: 'W', value: '19' },
    ])
  })

  it('of outer flows have no place where subscribers are missing', async () => {
    expect(await flows('left')).toEqual([
      { pcod_from: 'W', pcod_to: 'E', value: '17' },
      { pcod_from: 'W', pcod_to: 'W', value: '19' },
      { pcod_from: 'W', pcod_to: null, value: '30' },
    ])
    expect(await flows('right outer')).toEqual(await flows('inner'))
    expect(await flows('full outer')).toEqual(await flows('left outer'))
  })

  it('of unique subscribers count everybody in every place where they were', async () => {
    const unique = (others: object = {}) =>
      world.answer({
        query_kind: 'unique_subscriber_counts',
        start_date: '2016-01-01',
        end_date: '2016-01-03',
        aggregation_unit: 'admin3',
        ...others,
      })
    expect(await unique()).toEqual([
      { pcod: 'E', value: String(17 + 14 + 1) },
      { pcod: 'W', value: String(20 + 17 + 14 + 30) },
    ])
    // On the first day 14 and the one were in the east.
    expect(await unique({ end_date: '2016-01-02' })).toEqual([{ pcod: 'W', value: '67' }])
    expect(await unique({ end_date: '2016-01-01T11:00:00' })).toEqual([{ pcod: 'W', value: '67' }])
    expect(await unique({ start_date: '2016-01-01T10:00:01', end_date: '2016-01-02' })).toEqual([])
    expect(await unique({ subscriber_subset: day('2016-01-02') })).toEqual([
      { pcod: 'E', value: '32' },
      { pcod: 'W', value: '51' },
    ])
  })

  it('of places leave out small ones', async () => {
    expect(await world.answer({ query_kind: 'spatial_aggregate', locations: day('2016-01-02') })).toEqual([
      { pcod: 'E', value: '17' },
      { pcod: 'W', value: '34' },
    ])
    const locations = day('2016-01-01', { method: 'most-common', aggregation_unit: 'admin2' })
    expect(await world.answer({ query_kind: 'spatial_aggregate', locations })).toEqual([
      { pcod: 'P', value: '67' },
    ])
  })

  it('of a sample have its size', async () => {
    const sampled = (sampling: object) =>
      world.answer({
        query_kind: 'spatial_aggregate',
        locations: day('2016-01-01', { aggregation_unit: 'admin0', sampling }),
      })
    await withClient(world.superuserUrl, client =>
      client.query(`
        INSERT INTO geography.geoms (short_name, long_name, spatial_resolution, additional_metadata, geom)
        VALUES ('X', 'X', 0, '{}', ST_Multi(ST_MakeEnvelope(0, 0, 10, 10, 4326)))`),
    )
    expect(await sampled({ sampling_method: 'random_ids', size: 33, seed: 0.1 })).toEqual([
      { pcod: 'X', value: '33' },
    ])
    expect(await sampled({ sampling_method: 'random_ids', fraction: 0.5, seed: 0.1 })).toEqual([
      { pcod: 'X', value: '40' },
    ])
  })

  it('say how many cells of the grid they leave out', async () => {
    await flows('inner')
    const { rows } = await world.engine.control.query<{ kind: string; left_out: string }>(
      `SELECT DISTINCT kind, spec->>'join_type' AS join_type, row_count, cells_left_out AS left_out, threshold
       FROM cache.results JOIN cache.queries USING (query_id)
       WHERE kind = 'flows' AND spec->>'join_type' IN ('inner', 'left outer')
       ORDER BY join_type`,
    )
    // Two districts: four pairs, and two more where an end may be missing.
    expect(rows).toMatchObject([
      { join_type: 'inner', row_count: 2, left_out: 2, threshold: 16 },
      { join_type: 'left outer', row_count: 3, left_out: 3, threshold: 16 },
    ])
  })
})

describe('a deployment in another time zone', () => {
  it('has days and hours of its own', async () => {
    const crowd = people(16)
    const world = await startEngine(
      { areas: AREAS, cells: CELLS, events: { calls: at('2016-01-01 23:30', 'west', crowd) } },
      { timezone: 'Asia/Kathmandu' },
    )
    try {
      await world.start()
      const { rows } = await world.engine.control.query(
        `SELECT timezone('UTC', min(datetime))::text AS utc FROM (SELECT * FROM ${await dayTable(world)}) AS day`,
      )
      expect(rows).toEqual([{ utc: '2016-01-01 17:45:00' }])
      const locations = day('2016-01-01', { hours: { start_hour: 23, end_hour: 24 } })
      expect(await world.answer({ query_kind: 'spatial_aggregate', locations })).toEqual([
        { pcod: 'W', value: '16' },
      ])
    } finally {
      await world.close()
    }
  })
})

async function dayTable(world: TestEngine): Promise<string> {
  const { rows } = await world.engine.control.query<{ table_name: string }>(
    'SELECT table_name FROM etl.sealed_days',
  )
  return rows[0]?.table_name ?? ''
}
