import type { Readable } from 'node:stream'
import { CsvError, type Parser, parse } from 'csv-parse'
import { FlowDbError } from '../errors.ts'
import type { DayOfType } from '../load/event-types.ts'
import { type ColumnNames, type MappedColumn, mapColumns } from './columns.ts'
import { type DayBounds, type FieldReader, fieldReaders, REQUIRED, Rejection } from './fields.ts'
import type { Pseudonymizer } from './pseudonyms.ts'
import type { Rejects } from './rejects.ts'

/** How to read rows of a source as events. */
export interface Reading extends DayOfType {
  readonly bounds: DayBounds
  readonly names: ColumnNames
  /** A character. */
  readonly delimiter: string
  readonly pseudonym: Pseudonymizer
  readonly rejects: Rejects
}

interface CsvRecord {
  readonly record: readonly string[]
  readonly info: { readonly lines: number }
}

/** A row that is longer, in bytes, is a quotation mark that nobody closed. */
const LONGEST_ROW = 1 << 20

/** Chunks of about this many characters go to the database at once. */
const CHUNK_LENGTH = 1 << 16

/** Events in PostgreSQL's COPY text format, from a CSV with a header line. In memory is never more than a chunk. */
export class EventRows {
  readonly #reading: Reading
  readonly #rows: AsyncIterator<CsvRecord>
  readonly #mapped: readonly MappedColumn[]
  readonly #width: number
  readonly #readers: ReadonlyMap<string, FieldReader>

  private constructor(reading: Reading, rows: AsyncIterator<CsvRecord>, header: readonly string[]) {
    this.#reading = reading
    this.#rows = rows
    this.#width = header.length
    this.#mapped = mapColumns(reading.type, header, reading.names)
    this.#readers = fieldReaders(reading.type, reading.bounds, reading.pseudonym)
  }

  /**
   * Reads the header.
   *
   * @throws {FlowDbError} where there is none, or it lacks a column.
   */
  static async open(source: Readable, reading: Reading): Promise<EventRows> {
    const parser: Parser = parse({
      bom: true,
      delimiter: reading.delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: LONGEST_ROW,
    })
    source.on('error', error => parser.destroy(error))
    source.pipe(parser)
    const rows: AsyncIterator<CsvRecord> = parser[Symbol.asyncIterator]()
    const first = await next(rows)
    if (first === undefined)
      throw new FlowDbError('There is nothing to read, not even a line of column names.')
    return new EventRows(reading, rows, first.record)
  }

  /** The columns of the rows, in order. */
  get columns(): string[] {
    return this.#mapped.map(({ column }) => column)
  }

  /** The rows that can be used. The others go to the rejects. */
  async *chunks(): AsyncGenerator<string> {
    let chunk = ''
    for (let row = await next(this.#rows); row !== undefined; row = await next(this.#rows)) {
      try {
        chunk += `${this.#line(row.record)}\n`
      } catch (error) {
        if (!(error instanceof Rejection)) throw error
        await this.#reading.rejects.add(row.info.lines, error.message)
      }
      if (chunk.length > CHUNK_LENGTH) {
        yield chunk
        chunk = ''
      }
    }
    if (chunk !== '') yield chunk
  }

  #line(fields: readonly string[]): string {
    if (fields.length !== this.#width)
      throw new Rejection(`the row has ${fields.length} fields, where the header has ${this.#width}`)
    return this.#mapped.map(({ column, place }) => this.#field(column, fields[place] ?? '')).join('\t')
  }

  #field(column: string, text: string): string {
    const trimmed = text.trim()
    const reader = this.#readers.get(column)
    if (trimmed === '' || reader === undefined) {
      if (REQUIRED.includes(column)) throw new Rejection(`${column} is missing`)
      return '\\N'
    }
    return reader(trimmed).replace(/[\\\t\n\r]/g, character => ESCAPES[character] ?? character)
  }
}

/** What COPY takes for characters that have a meaning of their own in it. */
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/** The next row; undefined after the last. */
async function next(rows: AsyncIterator<CsvRecord>): Promise<CsvRecord | undefined> {
  try {
    const { done, value } = await rows.next()
    return done ? undefined : value
  } catch (error) {
    // The library's own message repeats what the row holds.
    if (error instanceof CsvError)
      throw new FlowDbError(`Line ${error.lines} is not CSV as it should be (${error.code}).`)
    throw error
  }
}
