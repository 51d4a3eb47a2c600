import { expect, test } from 'vitest'
import { balanceOf } from './balances.ts'
import { calendarsOf } from './calendars.ts'
import { hiddenParts } from './hidden-parts.ts'
import { joinedSpatialAggregate } from './joined.ts'
import { handsetsOf, numbersOf } from './metrics.ts'
import { events, smallWorld } from './small-world.ts'
import { statisticOf } from './statistics.ts'
import { dfsMetricTotalAmount } from './transfers.ts'

const table = `
  ann 2016-01-01T02:00 one
  ann 2016-01-01T10:00 two calls in
  ann 2016-01-02T22:00 -
  bob 2016-01-01T10:00 three sms
`
const told = [
  { contact: 'bob', tac: '1' },
  { contact: 'bob', tac: '2' },
  { contact: 'cat', tac: '2' },
  { contact: 'bob', tac: '3' },
]
const world = smallWorld('', {
  events: events(table).map((event, index) => ({ ...event, ...told[index] })),
  handsets: new Map([
    ['1', { brand: 'Acme' }],
    ['2', { brand: 'Brick' }],
  ]),
})
const week = { start_date: '2016-01-01', end_date: '2016-01-03' }

const entries = (values: ReadonlyMap<string, unknown>) => Object.fromEntries(values)

test('events count wherever they were, places only where they are known', () => {
  expect(entries(numbersOf(world, { query_kind: 'event_count', ...week }))).toEqual({ ann: 3, bob: 1 })
  const received = numbersOf(world, { query_kind: 'event_count', ...week, direction: 'in' })
  expect(entries(received)).toEqual({ ann: 1 })
  const places = { query_kind: 'unique_location_counts', ...week, aggregation_unit: 'admin3' } as const
  expect(entries(numbersOf(world, places))).toEqual({ ann: 2, bob: 1 })
})

test('contacts are others', () => {
  expect(entries(numbersOf(world, { query_kind: 'subscriber_degree', ...week }))).toEqual({ ann: 2 })
  const share = { query_kind: 'pareto_interactions', ...week, proportion: 0.6 } as const
  // Two of three interactions are with one of two contacts.
  expect(entries(numbersOf(world, share))).toEqual({ ann: 0.5 })
})

test('nights may have midnight in them', () => {
  const night_hours = { start_hour: 22, end_hour: 6 }
  const nights = numbersOf(world, { query_kind: 'nocturnal_events', ...week, night_hours })
  expect(entries(nights)).toEqual({ ann: expect.closeTo(200 / 3), bob: 0 })
})

test('calendars are the starts of the periods with events', () => {
  const periods = { start_date: '2016-01-01', total_periods: 4, period_length: 12 }
  expect(entries(calendarsOf(world, { ...periods, period_unit: 'hours' }))).toEqual({
    ann: ['2016-01-01T00:00:00', '2016-01-02T12:00:00'],
    bob: ['2016-01-01T00:00:00'],
  })
})

test('handsets are the latest or the most common', () => {
  const brand = { query_kind: 'handset', ...week, characteristic: 'brand' } as const
  expect(entries(handsetsOf(world, { ...brand, method: 'last' }))).toEqual({ ann: 'Brick', bob: null })
  expect(entries(handsetsOf(world, { ...brand, method: 'most-common' }))).toEqual({ ann: 'Brick', bob: null })
})

test('statistics are those of a sample', () => {
  expect(statisticOf('median', [4, 1, 3])).toBe(3)
  expect(statisticOf('median', [4, 1, 3, 2])).toBe(2.5)
  expect(statisticOf('mode', [3, 1, 3, 1])).toBe(1)
  expect(statisticOf('variance', [1, 3])).toBe(2)
  expect(statisticOf('variance', [1])).toBeUndefined()
})

test('balances are weighted by the time that they were held', () => {
  const topup = { eventType: 'topups', subscriber: 'ann', cell: null, outgoing: null }
  const topups = [{ ...topup, moment: '2016-01-01T18:00:00.000000', before: 4, after: 10 }]
  expect(balanceOf(topups, 'avg', week)).toBeCloseTo((18 * 4 + 30 * 10) / 48)
  expect(balanceOf(topups, 'mode', week)).toBe(10)
  expect(balanceOf(topups, 'min', week)).toBe(4)
})

test('small parts are withheld with others that hide them', () => {
  const parts = (...counts: number[]) =>
    hiddenParts(counts.map(count => ({ count }))).map(({ count }) => count)
  expect(parts(16, 17)).toEqual([16, 17])
  expect(parts(50, 30, 4)).toEqual([30])
  expect(parts(20, 20, 4)).toEqual([])
  expect(parts(40, 8, 9, 3)).toEqual([40])
  expect(parts(40, 7, 8, 50)).toEqual([50])
})

test('sums that one person dominates are withheld', () => {
  const crowd = Array.from({ length: 20 }, (_, index) => `person-${index} 2016-01-01T10:00 one`)
  const more = Array.from({ length: 30 }, (_, minute) => `person-0 2016-01-01T12:${10 + minute} one`)
  const sum = (lines: readonly string[]) =>
    joinedSpatialAggregate(smallWorld(lines.join('\n')), {
      query_kind: 'joined_spatial_aggregate',
      locations: {
        query_kind: 'daily_location',
        date: '2016-01-01',
        method: 'last',
        aggregation_unit: 'admin3',
      },
      metric: { query_kind: 'event_count', ...week },
      method: 'sum',
    })
  expect(sum(crowd)).toEqual([{ pcod: 'N.1', value: 20 }])
  expect(sum([...crowd, ...more])).toEqual([])
})

test('money counts for each side where it was, on each day of the period', () => {
  const side = { lon: 0.5, lat: 0.5, amount: 10, commission: null, discount: null, fee: 1 }
  const payers = Array.from({ length: 16 }, (_, index) => ({
    ...side,
    person: `payer-${index}`,
    moment: '2016-01-02T23:59:00.000000',
  }))
  const seller = payers.map(({ moment }) => ({ ...side, person: 'seller', moment, lon: 1.5 }))
  const later = payers.map(payer => ({ ...payer, moment: '2016-01-03T00:00:00.000000' }))
  const total = (metric: 'amount' | 'commission') =>
    dfsMetricTotalAmount(smallWorld('', { transfers: [...payers, ...seller, ...later] }), {
      query_kind: 'dfs_metric_total_amount',
      start_date: '2016-01-01',
      end_date: '2016-01-02',
      metric,
      aggregation_unit: 'admin3',
    })
  expect(total('amount')).toEqual([{ date: '2016-01-02', pcod: 'N.1', value: 160 }])
  expect(total('commission')).toEqual([])
})
