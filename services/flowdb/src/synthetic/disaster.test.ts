import { describe, expect, test } from 'vitest'
import { at } from './at.ts'
import { squaredDistance } from './country/plane.ts'
import { dayNumber, isoDate } from './dates.ts'
import { type GivenParameters, ParameterError } from './parameters.ts'
import { referenceTables } from './tables/reference.ts'
import { digest, eventRows, rowsOf, testWorld } from './testing.ts'
import type { World } from './world.ts'

/** Four weeks, without changes of the network; in the second of them a third of the country is struck. */
const PARAMETERS: GivenParameters = {
  subscribers: 1000,
  days: 28,
  sites: 120,
  cells: 240,
  movingSites: 0,
  closingSites: 0,
  pUnlocated: 0,
}
const REGION = 'XA.2'
const calm = testWorld(PARAMETERS)
const struck = testWorld({
  ...PARAMETERS,
  disasterStart: '2016-01-08',
  disasterEnd: '2016-01-14',
  disasterRegion: REGION,
})

function dates(first: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => isoDate(dayNumber(first) + i))
}

/** Whether each cell stands in the region: the nearest tile, looked for one by one. */
const inRegion = new Map(
  calm.network.cells.map(({ id, site }) => {
    const { place } = at(at(calm.network.sites, site).versions, 0)
    const distances = calm.country.mosaic.centres.map(centre => squaredDistance(centre, place))
    const tile = distances.indexOf(Math.min(...distances))
    const region = calm.country.units.find(({ pcode }) => pcode === REGION)
    return [id, region?.tiles.includes(tile) ?? false]
  }),
)

/** Whether the modal location of each subscriber is in the region: the more frequent of the last ones of the days. */
function modalLocations(world: World, days: readonly string[]): Map<string, boolean> {
  const votes = new Map<string, number>()
  for (const date of days) {
    const last = new Map<string, boolean>()
    const rows = ['calls' as const, 'mds' as const].flatMap(type => eventRows(world, type, date))
    rows.sort(({ datetime: a = '' }, { datetime: b = '' }) => (a < b ? -1 : 1))
    for (const { msisdn = '', location_id = '' } of rows) last.set(msisdn, inRegion.get(location_id) ?? false)
    for (const [msisdn, inside] of last) votes.set(msisdn, (votes.get(msisdn) ?? 0) + (inside ? 1 : -1))
  }
  return new Map([...votes].map(([msisdn, balance]) => [msisdn, balance > 0]))
}

/** Where people are before the disaster, in either world. */
const before = modalLocations(calm, dates('2016-01-01', 7))
const DURING = dates('2016-01-10', 5)
const AFTER = dates('2016-01-24', 5)

/** Of those who were in the region before (or were not), the share that is in it later. */
function shareLater(inside: boolean, to: ReadonlyMap<string, boolean>): number {
  const stays = [...before].flatMap(([msisdn, was]) => (was === inside ? (to.get(msisdn) ?? []) : []))
  return stays.filter(is => is).length / stays.length
}

describe('a disaster', () => {
  test('changes nothing before it, and nothing of the country and its network', () => {
    const reference = (world: World) => referenceTables(world).map(table => digest(rowsOf(table)))
    expect(reference(struck)).toEqual(reference(calm))
    for (const date of ['2016-01-01', '2016-01-07'])
      expect(eventRows(struck, 'calls', date)).toEqual(eventRows(calm, 'calls', date))
    expect(eventRows(struck, 'calls', '2016-01-08')).not.toEqual(eventRows(calm, 'calls', '2016-01-08'))
  })

  test('is the same for the same parameters', () => {
    const again = testWorld({
      ...PARAMETERS,
      disasterStart: '2016-01-08',
      disasterEnd: '2016-01-14',
      disasterRegion: REGION,
    })
    expect(eventRows(again, 'calls', '2016-01-12')).toEqual(eventRows(struck, 'calls', '2016-01-12'))
  })

  test('makes most people flee from its region, and most of them come back', () => {
    expect(shareLater(true, modalLocations(calm, DURING))).toBeGreaterThan(0.9)
    expect(shareLater(true, modalLocations(struck, DURING))).toBeLessThan(0.35)
    // A fifth never left, and three in four of the others come back.
    const after = shareLater(true, modalLocations(struck, AFTER))
    expect(after).toBeGreaterThan(0.7)
    expect(after).toBeLessThan(0.9)
  })

  test('makes nobody come, and leaves those alone who live elsewhere', () => {
    expect(shareLater(false, modalLocations(struck, DURING))).toBeLessThan(0.01)
    const strangers = (world: World) => {
      const homes = world.residences.on(dayNumber('2016-01-12'))
      const outside = new Set(
        world.subscribers.flatMap(({ msisdn }, subscriber) =>
          struck.disaster?.strikesPlace(at(homes, subscriber).home) ? [] : [`\\\\x${msisdn}`],
        ),
      )
      return eventRows(world, 'calls', '2016-01-12').filter(
        ({ msisdn = '', location_id = '' }) => outside.has(msisdn) && inRegion.get(location_id),
      ).length
    }
    // Phones near the border still reach sites across it.
    expect(strangers(struck)).toBeLessThan(strangers(calm) / 2)
  })

  test('silences some sites of the region until they are repaired', () => {
    const used = (world: World, date: string) =>
      new Set(
        ['calls' as const, 'mds' as const].flatMap(type =>
          eventRows(world, type, date).map(({ location_id = '' }) => location_id.replace(/-\d+$/, '')),
        ),
      )
    const down = (date: string) =>
      struck.disaster?.failedSites(struck.network, dayNumber(date)) ?? new Set<string>()
    const regional = struck.network.sites.filter(({ cells }) =>
      inRegion.get(at(struck.network.cells, at(cells, 0)).id),
    )
    expect(down('2016-01-08').size / regional.length).toBeGreaterThan(0.25)
    expect(down('2016-01-08').size / regional.length).toBeLessThan(0.75)
    expect([...down('2016-01-08')].filter(site => used(struck, '2016-01-08').has(site))).toEqual([])
    expect(down('2016-01-12').size).toBeLessThan(down('2016-01-08').size)
    expect(down('2016-01-15').size).toBe(0)
    const later = new Set(dates('2016-01-15', 14).flatMap(date => [...used(struck, date)]))
    expect([...down('2016-01-08')].filter(site => later.has(site)).length).toBeGreaterThan(0)
  })

  test.each([
    [{ disasterStart: '2016-01-08' }, '--disaster-end: must be given too'],
    [{ disasterEnd: '2016-01-08', disasterRegion: REGION }, '--disaster-start: must be given too'],
    [
      { disasterStart: '2016-02-01', disasterEnd: '2016-02-02', disasterRegion: REGION },
      '--disaster-start: must be one of the 28 days from 2016-01-01 on',
    ],
    [
      { disasterStart: '2016-01-08', disasterEnd: '2016-01-07', disasterRegion: REGION },
      '--disaster-end: must not be before --disaster-start',
    ],
    [
      { disasterStart: '2016-01-08', disasterEnd: 'soon', disasterRegion: REGION },
      '--disaster-end: must be a date',
    ],
    [
      { disasterStart: '2016-01-08', disasterEnd: '2016-01-09', disasterRegion: 'XA.9' },
      '--disaster-region: there is no unit XA.9; the largest are XA.1 (',
    ],
    [
      { disasterStart: '2016-01-08', disasterEnd: '2016-01-09', disasterRegion: 'XA' },
      '--disaster-region: there must be land beside it to flee to',
    ],
  ])('%j is refused', (given, message) => {
    const make = () => testWorld({ ...PARAMETERS, ...given })
    expect(make).toThrow(ParameterError)
    expect(make).toThrow(message)
  })
})
