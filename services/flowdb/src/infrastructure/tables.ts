import type pg from 'pg'
import {
  type FieldReader,
  readBoolean,
  readDate,
  readDegrees,
  readNumber,
  readText,
  readWholeNumber,
} from '../ingest/fields.ts'

/** The tables of the network and of the devices that use it. */
export const INFRASTRUCTURE_TABLES = ['sites', 'cells', 'tacs'] as const
/** One of them. */
export type InfrastructureTable = (typeof INFRASTRUCTURE_TABLES)[number]

/** What can be loaded into a table. */
export interface TableColumns {
  /** The columns as they are stored, but for the position. */
  readonly stored: readonly string[]
  /** Readers of what a file can have: the columns that are stored, and the position as longitude and latitude. */
  readonly readers: ReadonlyMap<string, FieldReader>
  /** Columns that a file must have, and every row of it. */
  readonly required: readonly string[]
}

/** By type. The tables' own numbers (bigint) and geometries are not for files. */
const READERS: Readonly<Record<string, (column: string) => FieldReader>> = {
  text: readText,
  numeric: readNumber,
  integer: readWholeNumber,
  boolean: readBoolean,
  date: readDate,
}

/** Whether rows of a table are places with versions. */
export function isPlace(table: InfrastructureTable): boolean {
  return table !== 'tacs'
}

/** The columns of a table, as the database has them. */
export async function columnsOf(
  database: pg.ClientBase | pg.Pool,
  table: InfrastructureTable,
): Promise<TableColumns> {
  const { rows } = await database.query<{ column: string; type: string }>(
    `SELECT attname AS column, format_type(atttypid, NULL) AS type
     FROM pg_attribute
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped
     ORDER BY attnum`,
    [`infrastructure.${table}`],
  )
  const readers = new Map<string, FieldReader>()
  for (const { column, type } of rows) {
    const reader = READERS[type]
    if (reader) readers.set(column, reader(column))
  }
  const stored = [...readers.keys()]
  if (!isPlace(table)) {
    readers.set('id', readWholeNumber('id'))
    return { stored, readers, required: ['id'] }
  }
  readers.set('longitude', readDegrees('longitude', 180))
  readers.set('latitude', readDegrees('latitude', 90))
  return { stored, readers, required: ['id', 'longitude', 'latitude'] }
}
