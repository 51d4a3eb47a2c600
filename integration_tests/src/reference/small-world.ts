import { moment } from './moments.ts'
import type { MultiPolygon } from './polygons.ts'
import type { CellRow, EventRow, Region, World } from './world.ts'

/** A rectangle between two corners. */
export function box(west: number, south: number, east: number, north: number): MultiPolygon {
  return [
    [
      [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
      ],
    ],
  ]
}

/** A cell that is always in service, unless days are given. */
export function cell(id: string, lon: number, lat: number, service: Partial<CellRow> = {}): CellRow {
  return { id, lon, lat, firstService: null, lastService: null, ...service }
}

/**
 * Events written as a table: subscriber, moment, cell (`-` where it is not known), type (calls unless given),
 * direction (`out` unless `in`) and the id of the interaction, separated by blanks.
 */
export function events(table: string): EventRow[] {
  const lines = table.split('\n').map(line => line.trim())
  return lines
    .filter(line => line !== '')
    .map(line => {
      const [subscriber = '', when = '', cellId = '-', eventType = 'calls', way = 'out', id] =
        line.split(/\s+/)
      const outgoing = eventType === 'calls' || eventType === 'sms' ? way === 'out' : null
      const cell = cellId === '-' ? null : cellId
      return { subscriber, moment: moment(when), cell, eventType, outgoing, id: id ?? null }
    })
}

/** A country of three districts side by side, each a degree wide, with a cell in the middle of each. */
export const DISTRICTS: readonly Region[] = [
  { pcod: 'N.1', shape: box(0, 0, 1, 1) },
  { pcod: 'N.2', shape: box(1, 0, 2, 1) },
  { pcod: 'N.3', shape: box(2, 0, 3, 1) },
]
const CELLS: readonly CellRow[] = [cell('one', 0.5, 0.5), cell('two', 1.5, 0.5), cell('three', 2.5, 0.5)]

/** The country of three districts with the events of a table, as `events` reads it. */
export function smallWorld(table: string, changes: Partial<World> = {}): World {
  return {
    events: events(table),
    cells: CELLS,
    regions: { admin3: DISTRICTS, admin0: [{ pcod: 'N', shape: box(0, 0, 3, 1) }] },
    tables: {},
    ...changes,
  }
}
