import { expect, test } from 'vitest'
import { aggregateNetworkObjects, totalNetworkObjects } from './network-objects.ts'
import { cell, smallWorld } from './small-world.ts'

const world = smallWorld(
  `
  ann 2016-01-01T08:10 one
  ann 2016-01-01T08:50 other
  bob 2016-01-01T08:20 one
  bob 2016-01-02T09:00 one
  cat 2016-01-02T23:59 two
`,
  { cells: [cell('one', 0.5, 0.5), cell('other', 0.6, 0.5), cell('two', 1.5, 0.5)] },
)
const totals = {
  query_kind: 'total_network_objects',
  start_date: '2016-01-01',
  end_date: '2016-01-03',
  aggregation_unit: 'admin3',
} as const

test('cells are counted once in a place and a day, with the people behind them', () => {
  expect(totalNetworkObjects(world, totals)).toEqual([
    { row: { pcod: 'N.1', value: 2, datetime: '2016-01-01T00:00:00' }, subscribers: 2 },
    { row: { pcod: 'N.1', value: 1, datetime: '2016-01-02T00:00:00' }, subscribers: 1 },
    { row: { pcod: 'N.2', value: 1, datetime: '2016-01-02T00:00:00' }, subscribers: 1 },
  ])
})

test('numbers of days are put together by month and by century', () => {
  const over = (aggregate_by: 'month' | 'century') =>
    aggregateNetworkObjects(world, {
      query_kind: 'aggregate_network_objects',
      total_network_objects: totals,
      statistic: 'avg',
      aggregate_by,
    })
  expect(over('month')).toEqual([
    { row: { pcod: 'N.1', value: 1.5, datetime: '2016-01-01T00:00:00' }, subscribers: 1 },
    { row: { pcod: 'N.2', value: 1, datetime: '2016-01-01T00:00:00' }, subscribers: 1 },
  ])
  expect(over('century').map(({ row }) => row.datetime)).toEqual([
    '2001-01-01T00:00:00',
    '2001-01-01T00:00:00',
  ])
})
