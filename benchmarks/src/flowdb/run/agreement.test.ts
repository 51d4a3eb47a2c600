import { describe, expect, test } from 'vitest'
import { countsOf, differentCounts, differentReleases, differentSubscribers } from './agreement.ts'

const counts = (record: Record<string, number>) => new Map(Object.entries(record))

test('the order of the columns and of the rows does not matter', () => {
  const a = countsOf([
    { pcod: 'A', date: '2016-01-01', value: '20' },
    { pcod: 'B', date: '2016-01-01', value: 30 },
  ])
  const b = countsOf([
    { value: 30, date: '2016-01-01', pcod: 'B' },
    { date: '2016-01-01', value: 20, pcod: 'A' },
  ])
  expect(differentCounts(a, b, 0)).toEqual([])
})

describe('counts of subscribers', () => {
  test('differ as soon as one person is elsewhere, where nobody has a tie', () => {
    expect(differentCounts(counts({ a: 20, b: 30 }), counts({ a: 21, b: 30 }), 0)).toEqual(['a'])
    expect(differentCounts(counts({ a: 20 }), counts({}), 0)).toEqual(['a'])
    expect(differentCounts(counts({}), counts({ a: 16 }), 0)).toEqual(['a'])
  })

  test('may differ by as many as have a tie, and be withheld on one side for them', () => {
    expect(differentCounts(counts({ a: 20, b: 17 }), counts({ a: 22 }), 2)).toEqual([])
    expect(differentCounts(counts({ a: 20, b: 18 }), counts({ a: 23 }), 2)).toEqual(['a', 'b'])
  })
})

test('what FlowKit releases must be in ours, and what ours releases in what FlowKit has not redacted', () => {
  const unredacted = counts({ a: 20, b: 30, c: 3 })
  expect(differentReleases(counts({ a: 20 }), unredacted, counts({ a: 20, b: 30 }))).toEqual([])
  expect(differentReleases(counts({ a: 20 }), unredacted, counts({ b: 30 }))).toEqual(['a'])
  expect(differentReleases(counts({}), unredacted, counts({ b: 31 }))).toEqual(['b'])
})

test('places of subscribers are the same or not, values nearly so', () => {
  const theirs = new Map<string, string | number>([
    ['a', 'P1'],
    ['b', 12.5],
    ['c', 0],
    ['d', 'P1'],
  ])
  const ours = new Map<string, string | number>([
    ['a', 'P2'],
    ['b', 12.500001],
    ['c', 1e-9],
    ['e', 'P1'],
  ])
  expect(differentSubscribers(theirs, ours)).toEqual(['a', 'd', 'e'])
})
