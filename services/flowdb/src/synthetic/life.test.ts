import { describe, expect, test } from 'vitest'
import { at } from './at.ts'
import { type Point, squaredDistance } from './country/plane.ts'
import { dayNumber } from './dates.ts'
import { EVENT_TYPES } from './tables/events.ts'
import { eventRows, median, type TextRow, testWorld } from './testing.ts'

/** Two weeks of three thousand people, without changes of the network. */
const world = testWorld({
  subscribers: 3000,
  days: 14,
  sites: 120,
  cells: 240,
  movingSites: 0,
  closingSites: 0,
})
const DATES = Array.from({ length: 14 }, (_, i) => `2016-01-${`${i + 1}`.padStart(2, '0')}`)
const rows = DATES.flatMap(date =>
  EVENT_TYPES.flatMap(type => eventRows(world, type, date).map(row => ({ type, date, row }))),
)
const workdays = DATES.filter(date => !isWeekend(date))
const weekends = DATES.filter(isWeekend)

const subscriberOf = new Map(
  world.subscribers.map(({ msisdn }, subscriber) => [`\\\\x${msisdn}`, subscriber]),
)
const places = new Map(
  world.network.cells.map(cell => [cell.id, at(at(world.network.sites, cell.site).versions, 0).place]),
)

const km = (a: Point, b: Point) => Math.sqrt(squaredDistance(a, b))
const hourOf = (row: TextRow) => Number(row.datetime?.slice(11, 13))
const subscriberIn = (row: TextRow) => subscriberOf.get(row.msisdn ?? '') ?? -1
function isWeekend(date: string): boolean {
  return [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay())
}

/** How many there are of each. */
function tally<T>(values: Iterable<T>): Map<T, number> {
  const counts = new Map<T, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}

/** The share of a total that the largest tenth of the values has. */
function topTenth(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => b - a)
  const sum = (part: readonly number[]) => part.reduce((total, value) => total + value, 0)
  return sum(sorted.slice(0, Math.round(sorted.length / 10))) / sum(sorted)
}

describe('people', () => {
  /** Of the located events of those who work, in some hours, the share at one of the three sites nearest to a place. */
  const shareNear = (dates: readonly string[], hours: readonly number[], place: 'home' | 'work') => {
    let [near, all] = [0, 0]
    for (const date of dates) {
      const residences = world.residences.on(dayNumber(date))
      for (const { row } of rows.filter(
        ({ date: day, row }) => day === date && hours.includes(hourOf(row)),
      )) {
        const cell = places.get(row.location_id ?? '')
        const { work, [place]: target } = at(residences, subscriberIn(row))
        if (!cell || !target || !work) continue
        const closer = world.network.sites.filter(
          site => km(at(site.versions, 0).place, target) < km(cell, target),
        )
        all += 1
        if (closer.length < 3) near += 1
      }
    }
    return near / all
  }

  test('are at home at night', () => {
    expect(shareNear(DATES, [0, 1, 2, 3, 4, 5], 'home')).toBeGreaterThan(0.9)
  })

  test('are at work on working days and at home on weekends', () => {
    const office = [10, 11, 14, 15]
    expect(shareNear(workdays, office, 'work')).toBeGreaterThan(0.8)
    expect(shareNear(weekends, office, 'home')).toBeGreaterThan(0.8)
    expect(shareNear(workdays, office, 'home')).toBeLessThan(shareNear(weekends, office, 'home') - 0.2)
  })

  test('mostly do little, and a few do very much', () => {
    const events = [...tally(rows.map(({ row }) => subscriberIn(row))).values()]
    // Were all the same, the most active tenth would have a tenth.
    expect(topTenth(events)).toBeGreaterThan(0.25)
    expect(Math.max(...events)).toBeGreaterThan(6 * median(events))
  })

  test('mostly know few people, and a few know very many', () => {
    const degrees = world.subscribers.map((_, subscriber) => new Set(world.contacts.of(subscriber)).size)
    expect(Math.min(...degrees)).toBeGreaterThan(0)
    expect(topTenth(degrees)).toBeGreaterThan(0.25)
    expect(Math.max(...degrees)).toBeGreaterThan(6 * median(degrees))
  })

  test('know whom they are known by', () => {
    const ties = new Set(world.subscribers.flatMap((_, a) => [...world.contacts.of(a)].map(b => `${a} ${b}`)))
    expect(
      world.subscribers.every((_, a) => [...world.contacts.of(a)].every(b => ties.has(`${b} ${a}`))),
    ).toBe(true)
  })

  test('have moved house now and then by the end, mostly not far', () => {
    const [first, last] = [world.residences.initial, world.residences.on(dayNumber('2016-01-14'))]
    const moves = first.flatMap(({ home }, i) =>
      km(home, at(last, i).home) > 0 ? [km(home, at(last, i).home)] : [],
    )
    // 13 evenings with one in a hundred moving.
    expect(moves.length / 3000).toBeGreaterThan(0.1)
    expect(moves.length / 3000).toBeLessThan(0.15)
    expect(median(moves)).toBeLessThan(median(first.map(({ home }) => km(home, at(first, 0).home))))
  })
})

describe('days', () => {
  const perHour = (type: string) => tally(rows.filter(row => row.type === type).map(({ row }) => hourOf(row)))
  const perDay = (type: string, dates: readonly string[]) =>
    rows.filter(row => row.type === type && dates.includes(row.date)).length / dates.length

  test.each(['calls', 'sms', 'mds', 'topups'])('are quiet before dawn and busy in the evening: %s', type => {
    const hours = perHour(type)
    expect((hours.get(19) ?? 0) / (hours.get(3) ?? 1)).toBeGreaterThan(8)
  })

  test('have fewer calls and top-ups at the weekend than on working days, but more data sessions', () => {
    expect(perDay('calls', weekends)).toBeLessThan(0.95 * perDay('calls', workdays))
    expect(perDay('topups', weekends)).toBeLessThan(0.95 * perDay('topups', workdays))
    expect(perDay('mds', weekends)).toBeGreaterThan(1.05 * perDay('mds', workdays))
  })

  test('have about as many events for each subscriber as the parameters say', () => {
    for (const type of EVENT_TYPES) {
      const mean = perDay(type, DATES) / world.subscribers.length
      expect(mean / world.parameters[`${type}PerDay`]).toBeGreaterThan(0.9)
      expect(mean / world.parameters[`${type}PerDay`]).toBeLessThan(1.1)
    }
  })
})

describe('distance', () => {
  const homes = world.residences.initial.map(({ home }) => home)
  /** How many of some distances fall into each of the bands up to 10, 25, 50 and 100 km. */
  const bands = (distances: Iterable<number>) => {
    const counts = tally(
      [...distances].map(distance => [10, 25, 50, 100].findIndex(limit => distance < limit)),
    )
    return [0, 1, 2, 3].map(band => counts.get(band) ?? 0)
  }
  /** Every twentieth pair of people. */
  const pairs = bands(
    homes.flatMap((a, i) => homes.flatMap((b, j) => (i !== j && (i + j) % 20 === 0 ? [km(a, b)] : []))),
  )
  const falls = (shares: readonly number[]) =>
    shares.every((share, band) => band === 0 || share < at(shares, band - 1) / 1.5)

  test('thins out contacts', () => {
    const ties = bands(homes.flatMap((home, i) => [...world.contacts.of(i)].map(j => km(home, at(homes, j)))))
    expect(falls(ties.map((count, band) => count / at(pairs, band)))).toBe(true)
  })

  test('thins out trips', () => {
    // Weekend days, when nobody is at work; a person is seen where somebody else lives.
    const trips = new Map<string, number>()
    for (const { date, row } of rows.filter(({ date }) => weekends.includes(date))) {
      const cell = places.get(row.location_id ?? '')
      const subscriber = subscriberIn(row)
      const { home } = at(world.residences.on(dayNumber(date)), subscriber)
      const key = `${date} ${subscriber}`
      if (cell) trips.set(key, Math.max(trips.get(key) ?? 0, km(cell, home)))
    }
    const perPair = bands(trips.values()).map((count, band) => count / at(pairs, band))
    expect(trips.size).toBeGreaterThan(1000)
    expect(falls(perPair)).toBe(true)
  })
})
