import { expect, test } from 'vitest'
import { locationEventCounts } from './event-counts.ts'
import { smallWorld } from './small-world.ts'

const world = smallWorld(`
  ann 2016-01-01T08:10 one calls out
  ann 2016-01-01T08:50 one calls in
  bob 2016-01-01T08:10:30 one sms in
  bob 2016-01-01T09:00 one calls out
  cat 2016-01-02T08:10 two calls out
  cat 2016-01-02T08:10 two mds
`)
const spec = {
  query_kind: 'location_event_counts',
  start_date: '2016-01-01',
  end_date: '2016-01-03',
  aggregation_unit: 'admin3',
} as const

const counts = (changes: object) => locationEventCounts(world, { ...spec, interval: 'day', ...changes })

test('events are counted by day and place, with the people behind them', () => {
  expect(counts({})).toEqual([
    { row: { pcod: 'N.1', date: '2016-01-01', value: 4 }, subscribers: 2 },
    { row: { pcod: 'N.2', date: '2016-01-02', value: 1 }, subscribers: 1 },
  ])
})

test('events are counted by hour and by minute', () => {
  expect(counts({ interval: 'hour', end_date: '2016-01-02' })).toEqual([
    { row: { pcod: 'N.1', date: '2016-01-01', hour: 8, value: 3 }, subscribers: 2 },
    { row: { pcod: 'N.1', date: '2016-01-01', hour: 9, value: 1 }, subscribers: 1 },
  ])
  expect(counts({ interval: 'min', end_date: '2016-01-01T08:30' })).toEqual([
    { row: { pcod: 'N.1', date: '2016-01-01', hour: 8, min: 10, value: 2 }, subscribers: 2 },
  ])
})

test('events are counted by who began them', () => {
  expect(counts({ direction: 'in' })).toEqual([
    { row: { pcod: 'N.1', date: '2016-01-01', value: 2 }, subscribers: 2 },
  ])
  expect(counts({ direction: 'out' }).map(({ row }) => row.value)).toEqual([2, 1])
})
