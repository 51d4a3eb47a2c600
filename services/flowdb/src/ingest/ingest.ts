import { transaction } from '@flowkit/service'
import type pg from 'pg'
import { FlowDbError } from '../errors.ts'
import type { DayOfType } from '../load/event-types.ts'
import { type LoadedDay, loadEvents } from '../load/events.ts'
import { useDeploymentTimeZone } from '../load/time-zone.ts'
import type { ColumnNames } from './columns.ts'
import { CsvRows } from './csv-rows.ts'
import { type DayBounds, fieldReaders, REQUIRED } from './fields.ts'
import type { Pseudonymizer } from './pseudonyms.ts'
import { Rejects } from './rejects.ts'
import { fileSource, type Source, tableSource } from './sources.ts'

/** What is to be ingested, and how it is read. */
export interface Ingestion extends DayOfType {
  /** A CSV file, or a table of the database. */
  readonly from: { readonly file: string } | { readonly table: string }
  readonly names: ColumnNames
  /** The character between fields of a file. */
  readonly delimiter: string
  readonly pseudonym: Pseudonymizer
  /** Where to write which rows were rejected, and why. */
  readonly rejectsFile: string | undefined
}

/** What an ingestion came to. */
export interface Ingested extends LoadedDay {
  /** Why rows were rejected, and how many for each reason. */
  readonly rejected: ReadonlyMap<string, number>
}

/** Told from time to time how many bytes were read, and of how many where that is known. */
export type IngestObserver = (read: number, of: number | undefined) => void

/**
 * Ingests the events of a type on a day, in place of those that are there. Rows that cannot be used are counted and
 * left out.
 *
 * @param pool With two connections at least.
 * @throws {FlowDbError} where no row can be used, or the source cannot be read; what was visible stays.
 */
export async function ingest(
  pool: pg.Pool,
  ingestion: Ingestion,
  observe: IngestObserver,
): Promise<Ingested> {
  // First of all: nothing may come between opening a source and listening to it.
  const bounds = await boundsOf(pool, ingestion.date)
  if ('file' in ingestion.from) {
    const source = await fileSource(ingestion.from.file)
    return ingestFrom(pool, source, ingestion, bounds, observe)
  }
  const { table } = ingestion.from
  const client = await pool.connect()
  try {
    await client.query('BEGIN READ ONLY')
    await useDeploymentTimeZone(client)
    const source = tableSource(client, table, ingestion, ingestion.names)
    return await ingestFrom(pool, source, { ...ingestion, delimiter: ',' }, bounds, observe)
  } finally {
    // Where reading was broken off, the connection is in the middle of an answer.
    client.release(true)
  }
}

async function ingestFrom(
  pool: pg.Pool,
  source: Source,
  ingestion: Ingestion,
  bounds: DayBounds,
  observe: IngestObserver,
): Promise<Ingested> {
  const { type, date, names, delimiter, pseudonym } = ingestion
  const rejects = new Rejects(ingestion.rejectsFile)
  const readers = fieldReaders(type, bounds, pseudonym)
  try {
    const reading = { what: type, readers, required: REQUIRED, names, delimiter, rejects }
    const rows = await CsvRows.open(source.stream, reading)
    async function* chunks() {
      let some = false
      for await (const chunk of rows.chunks()) {
        some = true
        observe(source.bytesRead(), source.bytes)
        yield chunk
      }
      // A day without events may be true; one whose every row is wrong is a mistake in what was asked for.
      if (!some && rejects.count > 0)
        throw new FlowDbError(`No row can be used: ${[...rejects.reasons.keys()].slice(0, 3).join('; ')}.`)
    }
    const loaded = await loadEvents(
      pool,
      { type, date, columns: rows.columns, chunks: chunks() },
      { check: true },
    )
    return { ...loaded, rejected: rejects.reasons }
  } finally {
    source.close()
    await rejects.close()
  }
}

async function boundsOf(pool: pg.Pool, date: string): Promise<DayBounds> {
  return transaction(pool, async client => {
    await useDeploymentTimeZone(client)
    const { rows } = await client.query<{ begin: number; end: number }>(
      `SELECT extract(epoch FROM $1::date::timestamptz) * 1000 AS begin,
         extract(epoch FROM ($1::date + 1)::timestamptz) * 1000 AS end`,
      [date],
    )
    const { begin, end } = rows[0] ?? { begin: Number.NaN, end: Number.NaN }
    return { date, begin, end }
  })
}
