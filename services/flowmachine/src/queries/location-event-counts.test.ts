import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startEngine, type TestEngine } from '../testing/engine.ts'
import { type Event, people } from '../testing/world.ts'

// Two districts side by side; a region that overlaps another between 4 and 6 degrees east.
const AREAS = [
  [3, 'W', 0, 0, 5, 10],
  [3, 'E', 5, 0, 10, 10],
  [2, 'P', 0, 0, 6, 10],
  [2, 'Q', 4, 0, 10, 10],
] as const
const CELLS = [
  ['west', 1, 1],
  ['west too', 2, 1],
  ['east', 8, 1],
  ['border', 5.5, 1],
] as const

const at = (moment: string, cell: string, who: readonly string[], outgoing?: boolean): Event[] =>
  who.map(person => [person, moment, cell, outgoing])

const sixteen = people(16)
const eventCounts = (others: object = {}) => ({
  query_kind: 'location_event_counts',
  start_date: '2016-01-01',
  end_date: '2016-01-03',
  interval: 'day',
  aggregation_unit: 'admin3',
  event_types: ['calls'],
  ...others,
})

describe('events by place and time', () => {
  let world: TestEngine

  beforeAll(async () => {
    world = await startEngine({
      areas: AREAS,
      cells: CELLS,
      events: {
        calls: [
          ...at('2016-01-01 08:10', 'west', sixteen, true),
          ...at('2016-01-01 08:50', 'west too', sixteen.slice(0, 4), true),
          ...at('2016-01-01 09:00', 'west', sixteen, false),
          ...at('2016-01-01 23:30', 'west', sixteen.slice(0, 15), true),
          // A hundred events of one person weigh no more than one.
          ...Array.from({ length: 100 }, () => at('2016-01-02 10:00', 'east', sixteen.slice(0, 1))).flat(),
          ...at('2016-01-02 11:00', 'border', sixteen, false),
        ],
        mds: at('2016-01-01 08:20', 'west', sixteen),
      },
    })
    await world.start()
  })
  afterAll(() => world.close())

  const inWest = (others: object) => ({ pcod: 'W', date: '2016-01-01', ...others })
  const leftOut = async (spec: object) => {
    const { id } = await world.finish(spec)
    const { rows } = await world.engine.control.query(
      'SELECT cells_left_out, threshold FROM cache.results WHERE query_id = $1',
      [id],
    )
    return rows[0]
  }

  it('are counted by day', async () => {
    expect(await world.answer(eventCounts())).toEqual([
      { pcod: 'E', date: '2016-01-02', value: '116' },
      inWest({ value: '51' }),
    ])
  })

  it('are released by hour where 16 people are behind them, the other hours of the place notwithstanding', async () => {
    expect(await world.answer(eventCounts({ interval: 'hour' }))).toEqual([
      { pcod: 'E', date: '2016-01-02', hour: 11, value: '16' },
      inWest({ hour: 8, value: '20' }),
      inWest({ hour: 9, value: '16' }),
    ])
  })

  it('are counted by minute', async () => {
    expect(await world.answer(eventCounts({ interval: 'min', end_date: '2016-01-02' }))).toEqual([
      inWest({ hour: 8, min: 10, value: '16' }),
      inWest({ hour: 9, min: 0, value: '16' }),
    ])
  })

  it('are those that people made, or those that they received', async () => {
    expect(await world.answer(eventCounts({ direction: 'out' }))).toEqual([inWest({ value: '35' })])
    expect(await world.answer(eventCounts({ direction: 'in' }))).toEqual([
      { pcod: 'E', date: '2016-01-02', value: '16' },
      inWest({ value: '16' }),
    ])
  })

  it('are those of the hours and of the period only', async () => {
    const hours = { start_hour: 23, end_hour: 9 }
    expect(await world.answer(eventCounts({ hours }))).toEqual([inWest({ value: '35' })])
    expect(
      await world.answer(eventCounts({ start_date: '2016-01-01T08:30:00', end_date: '2016-01-02' })),
    ).toEqual([inWest({ value: '35' })])
  })

  it('count in both of two overlapping areas', async () => {
    const second = { start_date: '2016-01-02', aggregation_unit: 'admin2' }
    expect(await world.answer(eventCounts(second))).toEqual([
      { pcod: 'P', date: '2016-01-02', value: '16' },
      { pcod: 'Q', date: '2016-01-02', value: '116' },
    ])
  })

  it('are of all the types that are asked for', async () => {
    expect(
      await world.answer(
        eventCounts({
          event_types: ['calls', 'mds'],
          interval: 'hour',
          hours: { start_hour: 8, end_hour: 9 },
        }),
      ),
    ).toEqual([inWest({ hour: 8, value: '36' })])
  })

  it('say how many buckets of all places they leave out', async () => {
    // Two districts, two days: four cells, of which two are released; by hour 96, of which three are.
    expect(await leftOut(eventCounts())).toEqual({ cells_left_out: 2, threshold: 16 })
    expect(await leftOut(eventCounts({ interval: 'hour' }))).toEqual({ cells_left_out: 93, threshold: 16 })
  })

  it('are none where there were none', async () => {
    expect(
      await world.answer(
        eventCounts({ event_types: ['mds'], interval: 'min', start_date: '2016-01-01T09:00:00' }),
      ),
    ).toEqual([])
  })
})

it('events are told apart by the clock on the wall on days on which it is changed', async () => {
  const world = await startEngine(
    {
      areas: AREAS,
      cells: CELLS,
      events: {
        calls: [
          ...at('2016-03-27 00:30+00', 'west', sixteen),
          ...at('2016-03-27 01:45+00', 'west', sixteen),
          ...at('2016-10-30 00:15+00', 'west', sixteen),
          ...at('2016-10-30 01:15+00', 'west', sixteen),
        ],
      },
    },
    { timezone: 'Europe/London' },
  )
  try {
    await world.start()
    const minutes = (start_date: string, end_date: string) =>
      world.answer(eventCounts({ interval: 'min', start_date, end_date }))
    expect(await minutes('2016-03-27', '2016-03-28')).toEqual([
      { pcod: 'W', date: '2016-03-27', hour: 0, min: 30, value: '16' },
      { pcod: 'W', date: '2016-03-27', hour: 2, min: 45, value: '16' },
    ])
    // The hour from one to two is shown twice.
    expect(await minutes('2016-10-30', '2016-10-31')).toEqual([
      { pcod: 'W', date: '2016-10-30', hour: 1, min: 15, value: '32' },
    ])
  } finally {
    await world.close()
  }
})
