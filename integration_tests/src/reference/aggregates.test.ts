import { expect, test } from 'vitest'
import { answer } from './aggregates.ts'
import { smallWorld } from './small-world.ts'
import type { DailyLocationSpec, FlowsSpec, JoinType } from './specs.ts'

const daily: DailyLocationSpec = {
  query_kind: 'daily_location',
  date: '2016-01-01',
  method: 'last',
  aggregation_unit: 'admin3',
}
const nextDay: DailyLocationSpec = { ...daily, date: '2016-01-02' }

test('sixteen subscribers are released, fifteen are not', () => {
  const ofMany = (count: number, id: string) =>
    Array.from({ length: count }, (_, index) => `${id}${index} 2016-01-01T08:00 ${id}`).join('\n')
  const spec = { query_kind: 'spatial_aggregate', locations: daily } as const
  expect(answer(smallWorld(`${ofMany(16, 'one')}\n${ofMany(4, 'two')}`), spec)).toEqual({
    released: [{ pcod: 'N.1', value: 16 }],
    withheld: [{ pcod: 'N.2', value: 4 }],
  })
  expect(answer(smallWorld(`${ofMany(15, 'one')}`), spec)).toEqual({
    released: [],
    withheld: [{ pcod: 'N.1', value: 15 }],
  })
})

test('unique subscribers count once in every place where they were seen, before the end', () => {
  // N.1: ana, ben. N.2: ana (twice, once counted). N.3: only at the end of the period, which is excluded.
  const world = smallWorld(`
    ana 2016-01-01T00:00 one
    ana 2016-01-01T09:00 two
    ana 2016-01-02T09:00 two
    ben 2016-01-02T23:59 one
    ben 2016-01-03T00:00 three
  `)
  const { withheld } = answer(world, {
    query_kind: 'unique_subscriber_counts',
    start_date: '2016-01-01',
    end_date: '2016-01-03',
    aggregation_unit: 'admin3',
  })
  expect(withheld).toEqual([
    { pcod: 'N.1', value: 2 },
    { pcod: 'N.2', value: 1 },
  ])
})

// ana and ben go from N.1 to N.2, cy stays in N.3, dan is seen on the first day only, eve on the second only.
const travellers = smallWorld(`
  ana 2016-01-01T08:00 one
  ana 2016-01-02T08:00 two
  ben 2016-01-01T08:00 one
  ben 2016-01-02T08:00 two
  cy  2016-01-01T08:00 three
  cy  2016-01-02T08:00 three
  dan 2016-01-01T08:00 one
  eve 2016-01-02T08:00 one
`)
const travelled = (join_type?: JoinType) => {
  const spec: FlowsSpec = {
    query_kind: 'flows',
    from_location: daily,
    to_location: nextDay,
    join_type: join_type ?? null,
  }
  return answer(travellers, spec)
    .withheld.map(({ pcod_from, pcod_to, value }) => `${pcod_from} ${pcod_to} ${value}`)
    .sort()
}
const BOTH_ENDS = ['N.1 N.2 2', 'N.3 N.3 1']

test('flows count pairs of places, staying included, and need both ends unless told otherwise', () => {
  expect(travelled()).toEqual(BOTH_ENDS)
  expect(travelled('inner')).toEqual(BOTH_ENDS)
})

test.each<[JoinType, string[]]>([
  ['left', ['N.1 null 1']],
  ['left outer', ['N.1 null 1']],
  ['right', ['null N.1 1']],
  ['right outer', ['null N.1 1']],
  ['full outer', ['N.1 null 1', 'null N.1 1']],
])('flows with a %s join keep the subscribers of that end', (join, others) => {
  expect(travelled(join)).toEqual([...BOTH_ENDS, ...others].sort())
})

test('flows between positions name longitude and latitude of both ends', () => {
  const spec: FlowsSpec = {
    query_kind: 'flows',
    from_location: { ...daily, aggregation_unit: 'lon-lat' },
    to_location: { ...nextDay, aggregation_unit: 'lon-lat' },
    join_type: 'left',
  }
  expect(answer(travellers, spec).withheld).toContainEqual({
    lon_from: 0.5,
    lat_from: 0.5,
    lon_to: null,
    lat_to: null,
    value: 1,
  })
})
