/** What a COPY in text format takes for an absent value. */
export const ABSENT = '\\N'

/** Chunks of about this many characters go to the database at once: larger ones gain nothing. */
const CHUNK_LENGTH = 1 << 16

/** A table's rows in PostgreSQL's COPY text format. */
export interface TableText {
  /** The columns that the rows have, in order. */
  readonly columns: readonly string[]
  readonly rowCount: number
  /** Chunks of whole lines. They are made while they are read, and can be read again. */
  readonly chunks: Iterable<string>
}

/**
 * Writes rows as COPY text.
 *
 * @param line The fields of a row, in the order of `columns` and with tabs between them. Nothing is escaped: what
 *   this folder makes has no tabs, newlines or backslashes of its own.
 */
export function tableText<T>(
  columns: readonly string[],
  rows: readonly T[],
  line: (row: T) => string,
): TableText {
  return { columns, rowCount: rows.length, chunks: { [Symbol.iterator]: () => chunksOf(rows, line) } }
}

function* chunksOf<T>(rows: readonly T[], line: (row: T) => string): Generator<string> {
  let chunk = ''
  for (const row of rows) {
    chunk += `${line(row)}\n`
    if (chunk.length > CHUNK_LENGTH) {
      yield chunk
      chunk = ''
    }
  }
  if (chunk !== '') yield chunk
}

/** A pseudonym as a value of type bytea. */
export function bytea(hex: string): string {
  return `\\\\x${hex}`
}

/** Hundredths as a decimal number. */
export function hundredths(value: number): string {
  return `${value / 100}`
}

/** A boolean. */
export function boolean(value: boolean): string {
  return value ? 't' : 'f'
}
