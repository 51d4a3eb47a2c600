import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startEngine, type TestEngine } from '../testing/engine.ts'
import { type Event, people, withClient } from '../testing/world.ts'

const AREAS = ['E', 'N', 'S', 'W'].map((pcod, index) => [3, pcod, index, 0, index + 1, 1] as const)
const CELLS = ['east', 'north', 'south', 'west'].map((id, index) => [id, index + 0.5, 0.5] as const)

/** As many calls of a person as they are to have, from one handset. */
const calls = (who: string, cell: string, count: number, tac: number): Event[] =>
  Array.from({ length: count }, (_, minute) => [
    who,
    `2016-01-01 10:${String(minute).padStart(2, '0')}`,
    cell,
    true,
    { tac },
  ])

const day = { query_kind: 'daily_location', date: '2016-01-01', method: 'last', aggregation_unit: 'admin3' }
const week = { start_date: '2016-01-01', end_date: '2016-01-02' }
const eventCount = { query_kind: 'event_count', ...week }
const handset = { query_kind: 'handset', ...week, characteristic: 'brand', method: 'last' }

describe('values of people by place', () => {
  let world: TestEngine

  beforeAll(async () => {
    world = await startEngine({
      areas: AREAS,
      cells: CELLS,
      events: {
        calls: [
          // 17 people with one call, 17 with two; as many with each handset.
          ...people(34, 'west').flatMap((who, index) => calls(who, 'west', 1 + (index % 2), 1 + (index % 2))),
          // 19 people with one call, and one with 30; four have another handset.
          ...people(20, 'east').flatMap((who, index) =>
            calls(who, 'east', index === 0 ? 30 : 1, index < 4 ? 2 : 1),
          ),
          ...people(15, 'south').flatMap(who => calls(who, 'south', 1, 1)),
          // 27, 17 and five people with each of three handsets.
          ...people(49, 'north').flatMap((who, index) =>
            calls(who, 'north', 1, index < 27 ? 1 : index < 44 ? 2 : 3),
          ),
        ],
      },
    })
    await withClient(world.superuserUrl, client =>
      client.query(
        `INSERT INTO infrastructure.tacs (id, brand) VALUES (1, 'Acme'), (2, 'Brick'), (3, 'Cone')`,
      ),
    )
    await world.start()
  })
  afterAll(() => world.close())

  async function joined(method: string, metric: object = eventCount): Promise<unknown[][]> {
    const rows = await world.answer({
      query_kind: 'joined_spatial_aggregate',
      locations: day,
      metric,
      method,
    })
    return rows.map(row =>
      Object.values(row).map(value => (Number.isNaN(Number(value)) ? value : Number(value))),
    )
  }

  it('are counted where there are 16 people', async () => {
    expect(await joined('count')).toEqual([
      ['E', 20],
      ['N', 49],
      ['W', 34],
    ])
  })

  it('are averaged and summed where no one contributes more than half', async () => {
    // In the east one of 20 people has 30 of 49 calls.
    expect(await joined('avg')).toEqual([
      ['N', 1],
      ['W', 1.5],
    ])
    expect(await joined('sum')).toEqual([
      ['N', 49],
      ['W', 51],
    ])
  })

  it('vary as a sample, where no one’s deviation is more than half of all', async () => {
    // 34 people are half a call from the average.
    const variance = expect.closeTo(8.5 / 33, 9)
    expect(await joined('variance')).toEqual([
      ['N', 0],
      ['W', variance],
    ])
    expect(await joined('stddev')).toEqual([
      ['N', 0],
      ['W', expect.closeTo(Math.sqrt(8.5 / 33), 9)],
    ])
  })

  it('have a median where 16 people are on either side of it', async () => {
    expect(await joined('median')).toEqual([
      ['N', 1],
      ['W', 1.5],
    ])
  })

  it('have a mode where 16 people have that value, the least of several', async () => {
    expect(await joined('mode')).toEqual([
      ['E', 1],
      ['N', 1],
      ['W', 1],
    ])
    expect(await joined('mode', handset)).toEqual([
      ['E', 'Acme'],
      ['N', 'Acme'],
      ['W', 'Acme'],
    ])
  })

  it('are told as shares, without those from which a small one would follow', async () => {
    // In the east four would follow from 16, in the north five from 27 and 17; with the first 27 they are 32, which are
    // 15 more than the 16 that those must be.
    expect(await joined('distr', handset)).toEqual([
      ['N', 'value', 'Brick', 17 / 49],
      ['W', 'value', 'Acme', 0.5],
      ['W', 'value', 'Brick', 0.5],
    ])
  })

  it('are put together for everybody, wherever they are', async () => {
    const together = async (method: string, metric: object = eventCount) => {
      const rows = await world.answer({ query_kind: 'metric_aggregate', metric, method })
      return rows.map(row =>
        Object.fromEntries(
          Object.entries(row).map(([column, value]) => [column, column === 'value' ? Number(value) : value]),
        ),
      )
    }
    // 118 people have 51, 49, 15 and 49 calls, of which one has 30.
    expect(await together('count')).toEqual([{ value: 118 }])
    expect(await together('sum')).toEqual([{ value: 164 }])
    expect(await together('avg')).toEqual([{ value: expect.closeTo(164 / 118, 9) }])
    expect(await together('median')).toEqual([{ value: 1 }])
    // The deviation of the one is more than that of all others.
    expect(await together('variance')).toEqual([])
    // Five have the third handset; with one of the others there are 15 more than 16 of them.
    expect(await together('distr', handset)).toEqual([
      { metric: 'value', key: 'Brick', value: expect.closeTo(38 / 118, 9) },
    ])
  })

  it('say how many places are left out, of shares nothing', async () => {
    const { rows } = await world.engine.control.query(
      `SELECT DISTINCT spec->>'method' AS method, cells_left_out AS left_out, threshold
       FROM cache.results JOIN cache.queries USING (query_id)
       WHERE kind = 'joined_spatial_aggregate' AND spec->>'method' IN ('avg', 'distr')
       ORDER BY method`,
    )
    expect(rows).toEqual([
      { method: 'avg', left_out: 2, threshold: 16 },
      { method: 'distr', left_out: null, threshold: 16 },
    ])
  })
})
