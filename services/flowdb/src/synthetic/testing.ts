import { createHash } from 'node:crypto'
import { at } from './at.ts'
import { dayNumber } from './dates.ts'
import { Days } from './events/day.ts'
import { type GivenParameters, parametersOf } from './parameters.ts'
import type { TableText } from './tables/copy-text.ts'
import { EventTables, type EventType } from './tables/events.ts'
import { makeWorld, type World } from './world.ts'

/** A row as a test reads it: the text of each field by its column, undefined where it is absent. */
export type TextRow = Readonly<Record<string, string | undefined>>

/** The rows that a database would read from COPY text. */
export function rowsOf({ columns, chunks }: TableText): TextRow[] {
  const lines = [...chunks].join('').split('\n').slice(0, -1)
  return lines.map(line => {
    const fields = line.split('\t').map(field => (field === '\\N' ? undefined : field))
    return Object.fromEntries(columns.map((column, i) => [column, fields[i]]))
  })
}

/** The world of the profile `test`, with some parameters replaced. */
export function testWorld(given: GivenParameters = {}): World {
  return makeWorld(parametersOf('test', given))
}

/** The rows of an event type on a date. */
export function eventRows(world: World, type: EventType, date: string): TextRow[] {
  return rowsOf(new EventTables(world).table(type, new Days(world).of(dayNumber(date))))
}

/** A digest of rows, to compare many of them at once. */
export function digest(rows: readonly TextRow[]): string {
  return createHash('sha256').update(JSON.stringify(rows)).digest('hex')
}

/** The value in the middle of a sorted list. */
export function median(values: readonly number[]): number {
  return at(
    [...values].sort((a, b) => a - b),
    Math.floor(values.length / 2),
  )
}
