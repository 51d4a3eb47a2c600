import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startEngine, type TestEngine } from '../testing/engine.ts'
import { withClient } from '../testing/world.ts'

// Three positions on the equator, of which the first two are in district A. On WGS 84 a degree of the equator is
// 6378.137 km * pi / 180.
const DEGREE = 111.319491
const AREAS = [
  [3, 'A', 0, -5, 2.5, 5],
  [3, 'B', 2.5, -5, 9, 5],
] as const
const CELLS = [
  ['one', 1, 0],
  ['two', 2, 0],
  ['three', 3, 0],
] as const

const week = { start_date: '2016-01-01', end_date: '2016-01-03' }
const nights = { start_hour: 22, end_hour: 6 }
const near = (value: number) => expect.closeTo(value, 4)

describe('the value of each subscriber', () => {
  let world: TestEngine

  beforeAll(async () => {
    world = await startEngine({
      areas: AREAS,
      cells: CELLS,
      events: {
        calls: [
          ['ann', '2016-01-01 02:00', 'one', true, { contact: 'bob', tac: 11 }],
          ['ann', '2016-01-01 10:00', 'one', true, { contact: 'bob', tac: 11 }],
          ['ann', '2016-01-01 22:00', 'two', false, { contact: 'cat', tac: 22 }],
          ['ann', '2016-01-02 12:00', 'three', true, { contact: 'ann', tac: 22 }],
          ['ann', '2016-01-02 13:00', null, true, { contact: 'bob' }],
          ['bob', '2016-01-01 10:00', 'two', false, { contact: 'ann', tac: 22 }],
          ['bob', '2016-01-02 05:30', 'two', true, { tac: 11 }],
          ['cat', '2016-01-01 22:00', null, true, { contact: 'ann' }],
        ],
        sms: [['ann', '2016-01-02 23:30', 'one', false, { contact: 'dan', tac: 33 }]],
        topups: [
          ['ann', '2016-01-01 06:00', 'one', null, { amount: 10, before: 0, after: 10 }],
          ['ann', '2016-01-01 18:00', 'one', null, { amount: 20, before: 4, after: 24 }],
          ['ann', '2016-01-02 12:00', 'two', null, { amount: 20, before: 6, after: 26 }],
          ['bob', '2016-01-02 00:00', 'two', null, { amount: 5, before: 5, after: 10 }],
          ['cat', '2016-01-01 12:00', 'two', null, { after: 3 }],
        ],
      },
    })
    await withClient(world.superuserUrl, client =>
      client.query(
        `INSERT INTO infrastructure.tacs (id, brand, hnd_type) VALUES (11, 'Acme', 'Smart'), (22, 'Brick', 'Basic')`,
      ),
    )
    await world.start()
  })
  afterAll(() => world.close())

  async function numbers(query_kind: string, others: object = {}): Promise<Record<string, number>> {
    const metric = { query_kind, ...week, ...others }
    const values = await world.values({ query_kind: 'histogram_aggregate', metric, bins: { n_bins: 1 } })
    return Object.fromEntries(Object.entries(values).map(([who, value]) => [who, Number(value)]))
  }

  it('by the number of events counts those without a place, too', async () => {
    expect(await numbers('event_count')).toEqual({ ann: 6, bob: 2, cat: 1 })
    expect(await numbers('event_count', { direction: 'in' })).toEqual({ ann: 2, bob: 1 })
    const outgoing = { direction: 'out', event_types: ['calls'] }
    expect(await numbers('event_count', outgoing)).toEqual({ ann: 4, bob: 1, cat: 1 })
    expect(await numbers('event_count', { hours: nights })).toEqual({ ann: 3, bob: 1, cat: 1 })
    const partOfDay = { start_date: '2016-01-01T10:00:00', end_date: '2016-01-01T22:00:00' }
    expect(await numbers('event_count', partOfDay)).toEqual({ ann: 1, bob: 1 })
  })

  it('by the number of places counts each once', async () => {
    const counts = (aggregation_unit: string) => numbers('unique_location_counts', { aggregation_unit })
    expect(await counts('lon-lat')).toEqual({ ann: 3, bob: 1 })
    expect(await counts('admin3')).toEqual({ ann: 2, bob: 1 })
  })

  it('by the number of contacts leaves out oneself and the unknown', async () => {
    expect(await numbers('subscriber_degree')).toEqual({ ann: 3, bob: 1, cat: 1 })
    expect(await numbers('subscriber_degree', { direction: 'out' })).toEqual({ ann: 1, cat: 1 })
    expect(await numbers('subscriber_degree', { hours: nights })).toEqual({ ann: 3, cat: 1 })
    const firstMorning = { end_date: '2016-01-01T10:00:00' }
    expect(await numbers('subscriber_degree', firstMorning)).toEqual({ ann: 1 })
  })

  it('by the share of contacts takes the most frequent first', async () => {
    const share = (proportion: number) => numbers('pareto_interactions', { proportion })
    // Ann has three interactions with Bob, one with Cat and one with Dan; 0.8 of five are four, 0.6 of them three.
    expect(await share(0.8)).toEqual({ ann: near(2 / 3), bob: 1, cat: 1 })
    expect(await share(0.6)).toEqual({ ann: near(1 / 3), bob: 1, cat: 1 })
  })

  it('by the share of events at night is in per cent, whether or not the night has midnight in it', async () => {
    const share = (start_hour: number, end_hour: number) =>
      numbers('nocturnal_events', { night_hours: { start_hour, end_hour } })
    expect(await share(22, 6)).toEqual({ ann: 50, bob: 50, cat: 100 })
    expect(await share(1, 5)).toEqual({ ann: near(100 / 6), bob: 0, cat: 0 })
  })

  it('by the number of active periods counts them from the start', async () => {
    const active = async (total_periods: number, others: object) => {
      const metric = {
        query_kind: 'total_active_periods',
        start_date: '2016-01-01',
        total_periods,
        ...others,
      }
      const values = await world.values({ query_kind: 'histogram_aggregate', metric, bins: { n_bins: 1 } })
      return Object.fromEntries(Object.entries(values).map(([who, value]) => [who, Number(value)]))
    }
    expect(await active(2, {})).toEqual({ ann: 2, bob: 2, cat: 1 })
    expect(await active(48, { period_unit: 'hours' })).toEqual({ ann: 6, bob: 2, cat: 1 })
    expect(await active(2_880, { period_unit: 'minutes' })).toEqual({ ann: 6, bob: 2, cat: 1 })
    expect(await active(4, { period_unit: 'hours', period_length: 12 })).toEqual({ ann: 3, bob: 2, cat: 1 })
    const fromSix = { start_date: '2016-01-01T06:00:00', period_unit: 'minutes', period_length: 720 }
    expect(await active(2, fromSix)).toEqual({ ann: 2, bob: 2, cat: 1 })
  })

  it('by the amounts of top-ups is a statistic of them, and missing where there is none', async () => {
    const amount = (statistic: string) => numbers('topup_amount', { statistic })
    expect(await amount('avg')).toEqual({ ann: near(50 / 3), bob: 5 })
    expect(await amount('sum')).toEqual({ ann: 50, bob: 5 })
    expect(await amount('count')).toEqual({ ann: 3, bob: 1 })
    expect(await amount('max')).toEqual({ ann: 20, bob: 5 })
    expect(await amount('min')).toEqual({ ann: 10, bob: 5 })
    expect(await amount('median')).toEqual({ ann: 20, bob: 5 })
    expect(await amount('mode')).toEqual({ ann: 20, bob: 5 })
    // 10, 20 and 20: squares of 20/3, 10/3 and 10/3, over two.
    expect(await amount('variance')).toEqual({ ann: near(100 / 3) })
    expect(await amount('stddev')).toEqual({ ann: near(Math.sqrt(100 / 3)) })
  })

  it('by the balance weighs it by the time that it was held', async () => {
    const balance = (statistic: string) => numbers('topup_balance', { statistic })
    // Ann has 0 for 6 hours, (10 + 4) / 2 for 12, (24 + 6) / 2 for 18 and 26 for 12; Bob has 5 and 10 for a day each.
    expect(await balance('avg')).toEqual({ ann: near(666 / 48), bob: 7.5 })
    expect(await balance('sum')).toEqual({ ann: 666 * 3_600, bob: 15 * 86_400 })
    expect(await balance('median')).toEqual({ ann: 15, bob: 5 })
    expect(await balance('mode')).toEqual({ ann: 15, bob: 5 })
    expect(await balance('count')).toEqual({ ann: 3, bob: 1 })
    expect(await balance('max')).toEqual({ ann: 26, bob: 10 })
    expect(await balance('min')).toEqual({ ann: 0, bob: 5 })
    // 12,750 and 125 are the hours (days) times the squares of the balances.
    const [ann, bob] = [
      (3_600 * (12_750 - 666 ** 2 / 48)) / 172_799,
      (86_400 * (125 - 15 ** 2 / 2)) / 172_799,
    ]
    expect(await balance('variance')).toEqual({ ann: near(ann), bob: near(bob) })
    expect(await balance('stddev')).toEqual({ ann: near(Math.sqrt(ann)), bob: near(Math.sqrt(bob)) })
  })

  it('by the distance from home is in kilometres, each event counting once', async () => {
    const reference_location = {
      query_kind: 'daily_location',
      date: '2016-01-01',
      method: 'last',
      aggregation_unit: 'lon-lat',
    }
    const distance = (statistic: string) => numbers('displacement', { statistic, reference_location })
    // Both are at the second position in the evening; Ann is a degree from it at four of five located events.
    expect(await distance('avg')).toEqual({ ann: near(0.8 * DEGREE), bob: 0 })
    expect(await distance('sum')).toEqual({ ann: near(4 * DEGREE), bob: 0 })
    expect(await distance('count')).toEqual({ ann: 5, bob: 2 })
    expect(await distance('max')).toEqual({ ann: near(DEGREE), bob: 0 })
    expect(await distance('min')).toEqual({ ann: 0, bob: 0 })
    expect(await distance('median')).toEqual({ ann: near(DEGREE), bob: 0 })
    expect(await distance('mode')).toEqual({ ann: near(DEGREE), bob: 0 })
    // Four are a fifth of a degree from the average and one is four fifths: squares of 0.8 in all, over four.
    expect(await distance('variance')).toEqual({ ann: near(0.2 * DEGREE ** 2), bob: 0 })
    expect(await distance('stddev')).toEqual({ ann: near(Math.sqrt(0.2) * DEGREE), bob: 0 })
  })

  it('by the handset is that of the latest event, or of most', async () => {
    const handset = (others: object) =>
      world.values({
        query_kind: 'joined_spatial_aggregate',
        locations: {
          query_kind: 'daily_location',
          date: '2016-01-01',
          method: 'last',
          aggregation_unit: 'admin3',
        },
        metric: { query_kind: 'handset', ...week, characteristic: 'brand', method: 'last', ...others },
        method: 'distr',
      })
    expect(await handset({})).toEqual({ ann: null, bob: 'Acme' })
    expect(await handset({ event_types: ['calls'] })).toEqual({ ann: 'Brick', bob: 'Acme' })
    expect(await handset({ event_types: ['calls'], characteristic: 'hnd_type' })).toEqual({
      ann: 'Basic',
      bob: 'Smart',
    })
    expect(await handset({ method: 'most-common' })).toEqual({ ann: 'Acme', bob: 'Acme' })
    await withClient(world.superuserUrl, client =>
      client.query(`UPDATE infrastructure.tacs SET brand = 'Zenith' WHERE id = 11`),
    )
    expect(await handset({ method: 'most-common' })).toEqual({ ann: 'Brick', bob: 'Brick' })
  })
})
