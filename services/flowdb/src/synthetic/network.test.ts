import { describe, expect, test } from 'vitest'
import { cellsTable, sitesTable } from './tables/network.ts'
import { eventRows, rowsOf, type TextRow, testWorld } from './testing.ts'

const world = testWorld()
const cells = rowsOf(cellsTable(world.network, world.parameters.seed))
const versions = (id: string | undefined) => cells.filter(cell => cell.id === id)
const moved = cells.filter(({ version }) => version === '1')
const closed = cells.filter(
  ({ id, date_of_last_service }) => date_of_last_service && versions(id).length === 1,
)

/** Whether a version of a cell is in service on a date, as the engine decides it. */
function serves({ date_of_first_service, date_of_last_service }: TextRow, date: string): boolean {
  return (
    (date_of_first_service === undefined || date_of_first_service <= date) &&
    (date_of_last_service === undefined || date <= date_of_last_service)
  )
}

describe('the network of the test profile', () => {
  test('has sixty cells on twenty-four sites', () => {
    expect(new Set(cells.map(({ id }) => id)).size).toBe(60)
    expect(new Set(rowsOf(sitesTable(world.network, 1)).map(({ id }) => id)).size).toBe(24)
    expect(new Set(cells.map(({ site_id }) => site_id)).size).toBe(24)
  })

  test('moves some cells on the sixth day, to another place', () => {
    expect(moved.length).toBeGreaterThanOrEqual(4)
    for (const after of moved) {
      const [before, ...others] = versions(after.id)
      expect(others).toEqual([after])
      expect(before).toMatchObject({ version: '0', date_of_last_service: '2016-01-05' })
      expect(after).toMatchObject({ date_of_first_service: '2016-01-06', date_of_last_service: undefined })
      expect(after.geom_point).not.toBe(before?.geom_point)
    }
  })

  test('closes some cells after the fifth day', () => {
    expect(closed.length).toBeGreaterThanOrEqual(1)
    for (const cell of closed) expect(cell.date_of_last_service).toBe('2016-01-05')
  })

  test('has cells stand where their sites do', () => {
    const sites = rowsOf(sitesTable(world.network, world.parameters.seed))
    for (const { site_id, version, geom_point, date_of_first_service } of cells)
      expect(sites.find(site => site.id === site_id && site.version === version)).toMatchObject({
        geom_point,
        date_of_first_service,
      })
  })

  test.each(['2016-01-05', '2016-01-06'])('has one version of every cell that is used on %s', date => {
    const used = new Set(eventRows(world, 'calls', date).flatMap(({ location_id }) => location_id ?? []))
    for (const id of used) expect(versions(id).filter(cell => serves(cell, date))).toHaveLength(1)
    expect(moved.some(({ id }) => used.has(id ?? ''))).toBe(true)
    expect(closed.some(({ id }) => used.has(id ?? ''))).toBe(date === '2016-01-05')
  })
})
