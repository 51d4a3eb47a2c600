import { expect, test } from 'vitest'
import { locationsOf } from './locations.ts'
import { cell, DISTRICTS, smallWorld } from './small-world.ts'
import type { DailyLocationSpec } from './specs.ts'

const last: DailyLocationSpec = {
  query_kind: 'daily_location',
  date: '2016-01-01',
  method: 'last',
  aggregation_unit: 'admin3',
}
const mostCommon: DailyLocationSpec = { ...last, method: 'most-common' }
const places = (map: ReadonlyMap<string, readonly unknown[] | null>) => Object.fromEntries(map)

test('the last location is that of the latest event which can be located', () => {
  // ana: two at 20:00, after that only an event without a cell and one at a cell that is not known.
  // ben: three at 09:00. cy: nothing but an event without a cell, so no location.
  const world = smallWorld(`
    ana 2016-01-01T08:00 one
    ana 2016-01-01T20:00 two
    ana 2016-01-01T21:00 -
    ana 2016-01-01T22:00 nowhere
    ben 2016-01-01T09:00 three
    cy  2016-01-01T10:00 -
  `)
  expect(places(locationsOf(world, last))).toEqual({ ana: ['N.2'], ben: ['N.3'] })
})

test('of several last locations at one instant the smallest counts, by id or by longitude and then latitude', () => {
  const cells = [cell('east', 2.5, 0.2), cell('north', 1.5, 0.8), cell('south', 1.5, 0.4)]
  const world = smallWorld(
    `
    ana 2016-01-01T20:00 east
    ana 2016-01-01T20:00 north
    ana 2016-01-01T20:00 south
    ana 2016-01-01T19:59 east
    `,
    { cells },
  )
  expect(places(locationsOf(world, last))).toEqual({ ana: ['N.2'] })
  const lonLat = { ...last, aggregation_unit: 'lon-lat' } as const
  expect(places(locationsOf(world, lonLat))).toEqual({ ana: [1.5, 0.4] })
})

test('the most common location is that of most events, the smallest one among equals', () => {
  // ana: one ×1, three ×2. ben: two ×2, three ×2: the smaller is N.2.
  const world = smallWorld(`
    ana 2016-01-01T08:00 three
    ana 2016-01-01T08:00 three
    ana 2016-01-01T23:00 one
    ben 2016-01-01T08:00 three
    ben 2016-01-01T09:00 two
    ben 2016-01-01T10:00 three
    ben 2016-01-01T11:00 two
  `)
  expect(places(locationsOf(world, mostCommon))).toEqual({ ana: ['N.3'], ben: ['N.2'] })
})

test('an event in two overlapping regions counts in both', () => {
  // N.0 is the same square as N.2. ana: three ×1, two ×2 → N.0 ×2 and N.2 ×2, the smaller is N.0.
  // ben: three ×2, two ×1 → N.3. Last of both is at cell two → N.0 and N.2 → N.0.
  const [, second] = DISTRICTS
  const twin = second ? [{ ...second, pcod: 'N.0' }] : []
  const world = smallWorld(
    `
    ana 2016-01-01T08:00 three
    ana 2016-01-01T09:00 two
    ana 2016-01-01T10:00 two
    ben 2016-01-01T08:00 three
    ben 2016-01-01T09:00 three
    ben 2016-01-01T10:00 two
    `,
    { regions: { admin3: [...DISTRICTS, ...twin] } },
  )
  expect(places(locationsOf(world, mostCommon))).toEqual({ ana: ['N.0'], ben: ['N.3'] })
  expect(places(locationsOf(world, last))).toEqual({ ana: ['N.0'], ben: ['N.0'] })
})

test('a day lasts for 24 hours from its date, the end excluded', () => {
  // The day from noon to noon: ana's 12:00 is in, ben's 12:00 of the next day is out.
  const world = smallWorld(`
    ana 2016-01-01T11:59:59.999999 one
    ana 2016-01-01T12:00:00 two
    ben 2016-01-02T11:59:59.999999 one
    ben 2016-01-02T12:00:00 two
  `)
  const noonToNoon = { ...last, date: '2016-01-01T12:00:00' }
  expect(places(locationsOf(world, noonToNoon))).toEqual({ ana: ['N.2'], ben: ['N.1'] })
})

test('calls and SMS count unless event types are named, then only those', () => {
  const world = smallWorld(`
    ana 2016-01-01T08:00 one   calls
    ana 2016-01-01T09:00 two   sms
    ana 2016-01-01T10:00 three mds
    ben 2016-01-01T11:00 three topups
  `)
  expect(places(locationsOf(world, last))).toEqual({ ana: ['N.2'] })
  const data = { ...last, event_types: ['mds', 'topups'] } as const
  expect(places(locationsOf(world, data))).toEqual({ ana: ['N.3'], ben: ['N.3'] })
})

test('a window of hours leaves out all events outside of it', () => {
  const world = smallWorld(`
    ana 2016-01-01T05:00 one
    ana 2016-01-01T12:00 two
    ben 2016-01-01T12:00 two
  `)
  const night = { ...last, hours: { start_hour: 22, end_hour: 6 } }
  expect(places(locationsOf(world, night))).toEqual({ ana: ['N.1'] })
})

test('a subset restricts a query to the subscribers whom another one locates', () => {
  // Only ana and cy have a location on the second day; cy has none on the first.
  const world = smallWorld(`
    ana 2016-01-01T12:00 one
    ben 2016-01-01T12:00 two
    ana 2016-01-02T12:00 three
    cy  2016-01-02T12:00 three
  `)
  const subset = { ...last, subscriber_subset: { ...last, date: '2016-01-02' } }
  expect(places(locationsOf(world, subset))).toEqual({ ana: ['N.1'] })
})

test('the modal location is where most days ended; among equals the latest, and then the smallest', () => {
  // Days:     1      2      3      4
  // ana      N.1    N.2    N.2    N.3   → N.2 on two days
  // ben      N.1    N.2     –      –    → one each, N.2 is later
  // cy       N.3    N.1    N.3    N.1   → two each, N.1 is later
  // dan       –     N.3     –      –    → N.3
  const world = smallWorld(`
    ana 2016-01-01T12:00 one
    ana 2016-01-02T12:00 two
    ana 2016-01-03T12:00 two
    ana 2016-01-04T12:00 three
    ben 2016-01-01T12:00 one
    ben 2016-01-02T12:00 two
    cy  2016-01-01T12:00 three
    cy  2016-01-02T12:00 one
    cy  2016-01-03T12:00 three
    cy  2016-01-04T12:00 one
    dan 2016-01-02T12:00 three
  `)
  const days = ['2016-01-01', '2016-01-02', '2016-01-03', '2016-01-04']
  const modal = { query_kind: 'modal_location', locations: days.map(date => ({ ...last, date })) } as const
  expect(places(locationsOf(world, modal))).toEqual({
    ana: ['N.2'],
    ben: ['N.2'],
    cy: ['N.1'],
    dan: ['N.3'],
  })
})

test('two locations of one day that tie are settled by the smallest; a day named twice counts once', () => {
  // Mornings N.3, evenings N.1: one each on the same date, so N.1. Naming the morning twice changes nothing.
  const world = smallWorld(`
    ana 2016-01-01T08:00 three
    ana 2016-01-01T20:00 one
  `)
  const morning = { ...last, hours: { start_hour: 0, end_hour: 12 } }
  const evening = { ...last, hours: { start_hour: 12, end_hour: 24 } }
  const modal = { query_kind: 'modal_location', locations: [morning, evening, morning] } as const
  expect(places(locationsOf(world, modal))).toEqual({ ana: ['N.1'] })
})
