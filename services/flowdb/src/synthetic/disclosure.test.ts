import { describe, expect, test } from 'vitest'
import { unitsTable } from './tables/geography.ts'
import { cellsTable } from './tables/network.ts'
import { eventRows, rowsOf, testWorld } from './testing.ts'

/** Counts of this many subscribers and more are released. */
const THRESHOLD = 16

const world = testWorld()
const districts = rowsOf(unitsTable(world.country.units))
  .filter(({ spatial_resolution }) => spatial_resolution === '3')
  .map(({ short_name, geom }) => ({
    pcode: `${short_name}`,
    rings: [...`${geom}`.matchAll(/\(([^()]+)\)/g)].map(([, ring]) => `${ring}`.split(',').map(numbers)),
  }))
const cells = rowsOf(cellsTable(world.network, world.parameters.seed))

function numbers(pair: string): [number, number] {
  const [x, y] = pair.split(' ').map(Number)
  return [x ?? Number.NaN, y ?? Number.NaN]
}

/** Whether a place is within rings: a ray to the east crosses their edges an odd number of times. */
function within([x, y]: [number, number], rings: readonly [number, number][][]): boolean {
  return rings
    .flatMap(ring => ring.slice(1).map((end, i) => ({ start: ring[i] ?? end, end })))
    .reduce((inside, { start: [ax, ay], end: [bx, by] }) => {
      const crosses = ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)
      return crosses ? !inside : inside
    }, false)
}

/** The district of the version of each cell that serves on a date. */
function districtsOfCells(date: string): Map<string, string> {
  return new Map(
    cells
      .filter(
        cell => `${cell.date_of_first_service}` <= date && date <= (cell.date_of_last_service ?? '9999'),
      )
      .map(({ id, geom_point }) => {
        const place = numbers(`${geom_point}`.replace(/.*\(|\)/g, ''))
        const homes = districts.filter(({ rings }) => within(place, rings))
        expect(homes).toHaveLength(1)
        return [`${id}`, `${homes[0]?.pcode}`]
      }),
  )
}

/** The subscribers whom calls or SMS show in each district on a date. */
function visitors(date: string): Map<string, Set<string>> {
  const districtOf = districtsOfCells(date)
  const seen = new Map(districts.map(({ pcode }) => [pcode, new Set<string>()]))
  for (const { msisdn, location_id } of [
    ...eventRows(world, 'calls', date),
    ...eventRows(world, 'sms', date),
  ])
    seen.get(districtOf.get(`${location_id}`) ?? '')?.add(`${msisdn}`)
  return seen
}

describe('the test profile', () => {
  test.each(['2016-01-01', '2016-01-03', '2016-01-07'])(
    'has districts on both sides of the threshold on %s',
    date => {
      const counts = [...visitors(date).values()].map(({ size }) => size)
      expect(counts.filter(count => count >= 3 * THRESHOLD).length).toBeGreaterThanOrEqual(4)
      expect(counts.filter(count => count > 0 && count < THRESHOLD).length).toBeGreaterThanOrEqual(1)
    },
  )

  test('has pairs of districts on both sides of the threshold by who is seen in both', () => {
    const seen = [...visitors('2016-01-04').values()]
    const shared = seen.flatMap((one, i) =>
      seen.slice(i + 1).map(other => [...one].filter(subscriber => other.has(subscriber)).length),
    )
    expect(shared.filter(count => count >= THRESHOLD).length).toBeGreaterThanOrEqual(3)
    expect(shared.filter(count => count > 0 && count < THRESHOLD).length).toBeGreaterThanOrEqual(3)
  })
})
