import type { Readable } from 'node:stream'
import { ABSENT, copyText } from '../load/copy.ts'
import { type ColumnNames, type MappedColumn, mapColumns } from './columns.ts'
import { type CsvTable, checkWidth, openCsv } from './csv.ts'
import { type FieldReader, Rejection } from './fields.ts'
import type { Rejects } from './rejects.ts'

/** How to read a CSV as rows of a table. */
export interface CsvReading {
  /** What the table holds, such as `calls`. */
  readonly what: string
  /** The columns that can be loaded, and how each is read. */
  readonly readers: ReadonlyMap<string, FieldReader>
  /** Columns without which a row is none. */
  readonly required: readonly string[]
  readonly names: ColumnNames
  /** A character. */
  readonly delimiter: string
  readonly rejects: Rejects
}

/** Chunks of about this many characters go to the database at once. */
const CHUNK_LENGTH = 1 << 16

/** Rows in PostgreSQL's COPY text format, from a CSV with a header line. In memory is never more than a chunk. */
export class CsvRows {
  readonly #reading: CsvReading
  readonly #table: CsvTable
  readonly #mapped: readonly MappedColumn[]

  private constructor(reading: CsvReading, table: CsvTable) {
    this.#reading = reading
    this.#table = table
    const { what, readers, required, names } = reading
    this.#mapped = mapColumns({ what, columns: [...readers.keys()], required }, table.header, names)
  }

  /**
   * Reads the header.
   *
   * @throws {FlowDbError} where there is none, or it lacks a column.
   */
  static async open(source: Readable, reading: CsvReading): Promise<CsvRows> {
    return new CsvRows(reading, await openCsv(source, reading.delimiter))
  }

  /** The columns of the rows, in order. */
  get columns(): string[] {
    return this.#mapped.map(({ column }) => column)
  }

  /**
   * The rows that can be used. The others go to the rejects.
   *
   * @param numbered Whether each row ends with the number of its line.
   */
  async *chunks({ numbered = false } = {}): AsyncGenerator<string> {
    let chunk = ''
    for await (const row of this.#table.rows) {
      try {
        const line = this.#line(row.record)
        chunk += numbered ? `${line}\t${row.info.lines}\n` : `${line}\n`
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
    checkWidth(fields, this.#table)
    return this.#mapped.map(({ column, place }) => this.#field(column, fields[place] ?? '')).join('\t')
  }

  #field(column: string, text: string): string {
    const trimmed = text.trim()
    const reader = this.#reading.readers.get(column)
    if (trimmed === '' || reader === undefined) {
      if (this.#reading.required.includes(column)) throw new Rejection(`${column} is missing`)
      return ABSENT
    }
    return copyText(reader(trimmed))
  }
}
