import { FlowDbError } from '../errors.ts'

/** Names that a source has for our columns: `msisdn` → `MSISDN_A`. What is not named has its own name. */
export type ColumnNames = Readonly<Record<string, string>>

/** The columns that can be loaded into a table. */
export interface WantedColumns {
  /** What the table holds, such as `calls`. */
  readonly what: string
  readonly columns: readonly string[]
  /** Those without which a row is none. */
  readonly required: readonly string[]
}

/** A column of ours, and where a row of the source has it. */
export interface MappedColumn {
  readonly column: string
  /** The place in the row, from 0. */
  readonly place: number
}

/**
 * Finds our columns among those of a source. The source's other columns are not read.
 *
 * @param header The names that the source has, in order.
 * @throws {FlowDbError} where a column that must be there is not, or a name is not known.
 */
export function mapColumns(
  { what, columns, required }: WantedColumns,
  header: readonly string[],
  names: ColumnNames,
): MappedColumn[] {
  for (const [column, name] of Object.entries(names)) {
    if (!columns.includes(column))
      throw new FlowDbError(`The ${what} have no column ${column}; they have ${columns.join(', ')}.`)
    if (!header.includes(name))
      throw new FlowDbError(`There is no column ${name}; there are ${header.join(', ')}.`)
  }
  const mapped = columns
    .map(column => ({ column, place: header.indexOf(names[column] ?? column) }))
    .filter(({ place }) => place >= 0)
  for (const column of required)
    if (!mapped.some(each => each.column === column))
      throw new FlowDbError(
        `Which column is the ${column}? There are ${header.join(', ')}: say it as --columns ${column}=NAME.`,
      )
  return mapped
}
