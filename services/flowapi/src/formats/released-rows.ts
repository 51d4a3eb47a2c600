import { endSpan, startSqlSpan } from '@flowkit/service'
import type pg from 'pg'
import Cursor from 'pg-cursor'

/** A column of a result. */
export interface Column {
  readonly name: string
  /** The number of its PostgreSQL type. */
  readonly type: number
}

/** A row as PostgreSQL writes its values, in the order of the columns. */
export type Row = readonly (string | null)[]

/** A result that is being read. */
export interface ReleasedRows {
  readonly columns: readonly Column[]
  /** The rows, a batch at a time: the next is read when the last has been used. */
  readonly batches: AsyncIterable<readonly Row[]>
  /** Ends the reading, whatever is under way; the database notices and stops its work. Harmless when all is read. */
  abandon(): void
}

/** Large enough that round trips don't count, small enough that a batch is some hundred kilobytes. */
const ROWS_PER_BATCH = 1_000

/** Values stay the text that PostgreSQL wrote: no number loses digits, no date moves to another time zone. */
const AS_TEXT: pg.CustomTypesConfig = { getTypeParser: () => (text: string) => text }

/**
 * Starts to read a result, on a connection of its own. The first batch is there when this answers, so that what
 * cannot be read at all is known before anything is sent.
 *
 * @throws the database's error.
 */
export async function readRows(database: pg.Pool, sql: string): Promise<ReleasedRows> {
  const client = await database.connect()
  let connection: pg.PoolClient | undefined = client
  // It lasts until the reader has all, or leaves.
  const span = startSqlSpan(sql)
  const giveBack = (broken?: Error) => {
    if (!connection) return
    connection.release(broken)
    connection = undefined
    endSpan(span, broken)
  }
  const cursor = client.query(new Cursor<string[]>(sql, [], { rowMode: 'array', types: AS_TEXT }))
  try {
    const first = await readBatch(cursor)
    return {
      columns: first.columns,
      batches: batches(cursor, first.rows, giveBack),
      abandon: () => giveBack(new Error('The reader has left')),
    }
  } catch (error) {
    giveBack(asError(error))
    throw error
  }
}

async function* batches(
  cursor: Cursor,
  first: readonly Row[],
  giveBack: (broken?: Error) => void,
): AsyncGenerator<readonly Row[]> {
  try {
    let rows = first
    while (rows.length > 0) {
      yield rows
      rows = rows.length < ROWS_PER_BATCH ? [] : (await readBatch(cursor)).rows
    }
    giveBack()
  } finally {
    // Not reached by reading to the end: a cursor that is open would hold its table.
    giveBack(new Error('The result was not read to its end'))
  }
}

function readBatch(cursor: Cursor): Promise<{ columns: Column[]; rows: readonly Row[] }> {
  return new Promise((resolve, reject) => {
    cursor.read(ROWS_PER_BATCH, (error, rows, result) => {
      if (error) reject(error)
      else
        resolve({ rows, columns: result.fields.map(({ name, dataTypeID }) => ({ name, type: dataTypeID })) })
    })
  })
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
