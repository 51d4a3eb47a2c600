import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'

/** Rows in PostgreSQL's COPY text format, from wherever. */
export interface CopyRows {
  /** The columns that the rows have, in order. */
  readonly columns: readonly string[]
  /** Parts of the text; they need not end where rows do. Read once. */
  readonly chunks: Iterable<string | Buffer> | AsyncIterable<string | Buffer>
  /** How many rows there should be, where that is known beforehand. */
  readonly rowCount?: number
}

/** What a COPY in text format takes for an absent value. */
export const ABSENT = '\\N'

/** What it takes for characters that have a meaning of their own in it. */
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/** A value as a COPY in text format takes it. */
export function copyText(value: string): string {
  return value.replace(/[\\\t\n\r]/g, character => ESCAPES[character] ?? character)
}

/**
 * Copies rows into a table.
 *
 * @param table The name as SQL has it, quoted where it needs to be.
 * @param freeze For a table that the same transaction has made: its rows then never have to be visited again to
 *   mark them as committed.
 * @returns how many rows the database counted.
 * @throws {Error} where it counted others than `rows.rowCount`.
 */
export async function copyInto(
  client: pg.ClientBase,
  table: string,
  rows: CopyRows,
  { freeze = false } = {},
): Promise<number> {
  const columns = rows.columns.map(column => pg.escapeIdentifier(column)).join(', ')
  const copy = client.query(copyFrom(`COPY ${table} (${columns}) FROM STDIN WITH (FREEZE ${freeze})`))
  await pipeline(Readable.from(rows.chunks), copy)
  if (rows.rowCount !== undefined && copy.rowCount !== rows.rowCount)
    throw new Error(`${table} got ${copy.rowCount} rows, where ${rows.rowCount} were sent`)
  return copy.rowCount
}

/**
 * Copies a CSV with a line of column names into a table that has the same columns in the same order.
 *
 * @returns how many rows the database counted.
 */
export async function copyCsvInto(client: pg.ClientBase, table: string, csv: Readable): Promise<number> {
  const copy = client.query(copyFrom(`COPY ${table} FROM STDIN WITH (FORMAT csv, HEADER)`))
  await pipeline(csv, copy)
  return copy.rowCount
}
