import { FlowDbError } from '../errors.ts'
import type { EventType } from '../load/event-types.ts'
import { columnsOf, REQUIRED } from './fields.ts'

/** Names that a source has for the columns of events: `msisdn` → `MSISDN_A`. What is not named has its own name. */
export type ColumnNames = Readonly<Record<string, string>>

/** A column of events, and where a row of the source has it. */
export interface MappedColumn {
  readonly column: string
  /** The place in the row, from 0. */
  readonly place: number
}

/**
 * Finds the columns of events among those of a source. The source's other columns are not read.
 *
 * @param header The names that the source has, in order.
 * @throws {FlowDbError} where a column that must be there is not, or a name is not known.
 */
export function mapColumns(type: EventType, header: readonly string[], names: ColumnNames): MappedColumn[] {
  const columns = columnsOf(type)
  const found = header.map(name => name.trim())
  for (const [column, name] of Object.entries(names)) {
    if (!columns.includes(column))
      throw new FlowDbError(`The ${type} have no column ${column}; they have ${columns.join(', ')}.`)
    if (!found.includes(name))
      throw new FlowDbError(`There is no column ${name}; there are ${found.join(', ')}.`)
  }
  const mapped = columns
    .map(column => ({ column, place: found.indexOf(names[column] ?? column) }))
    .filter(({ place }) => place >= 0)
  for (const required of REQUIRED)
    if (!mapped.some(({ column }) => column === required))
      throw new FlowDbError(
        `Which column is the ${required}? There are ${found.join(', ')}: say it as --columns ${required}=NAME.`,
      )
  return mapped
}
