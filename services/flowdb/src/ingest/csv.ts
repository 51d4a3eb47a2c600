import type { Readable } from 'node:stream'
import { CsvError, type Parser, parse } from 'csv-parse'
import { FlowDbError } from '../errors.ts'
import { Rejection } from './fields.ts'

/** A row of a CSV. */
export interface CsvRow {
  readonly record: readonly string[]
  readonly info: { readonly lines: number }
}

/** A CSV whose header has been read. */
export interface CsvTable {
  readonly header: readonly string[]
  /** Read once. */
  readonly rows: AsyncIterable<CsvRow>
}

/** A row that is longer, in bytes, is a quotation mark that nobody closed. */
const LONGEST_ROW = 1 << 20

/**
 * Opens a CSV and reads its header. Must be called as soon as there is a source: nobody else listens to its errors.
 *
 * @param delimiter The character between fields.
 * @throws {FlowDbError} where there is no header, and later where the text is not CSV.
 */
export async function openCsv(source: Readable, delimiter: string): Promise<CsvTable> {
  const parser: Parser = parse({
    bom: true,
    delimiter,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_ROW,
  })
  source.on('error', error => parser.destroy(error))
  source.pipe(parser)
  const rows = readRows(parser)
  const { done, value } = await rows.next()
  if (done) throw new FlowDbError('There is nothing to read, not even a line of column names.')
  return { header: value.record.map(name => name.trim()), rows }
}

/** @throws {Rejection} where a row has more or fewer fields than the header. */
export function checkWidth(fields: readonly string[], { header }: CsvTable): void {
  if (fields.length !== header.length)
    throw new Rejection(`the row has ${fields.length} fields, where the header has ${header.length}`)
}

async function* readRows(parser: AsyncIterable<CsvRow>): AsyncGenerator<CsvRow, undefined> {
  try {
    yield* parser
  } catch (error) {
    // The library's own message repeats what the row holds.
    if (error instanceof CsvError)
      throw new FlowDbError(`Line ${error.lines} is not CSV as it should be (${error.code}).`)
    throw error
  }
}
