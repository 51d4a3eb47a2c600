import type { Pseudonymizer } from '@flowkit/service'
import { transaction } from '@flowkit/service'
import type pg from 'pg'
import { FlowDbError } from '../errors.ts'
import type { DayOfType } from '../load/event-types.ts'
import { type LoadedDay, loadEvents } from '../load/events.ts'
import { refuseUnmigrated } from '../load/migrated.ts'
import { useDeploymentTimeZone } from '../load/time-zone.ts'
import type { ColumnNames } from './columns.ts'
import { CsvRows } from './csv-rows.ts'
import { type DayBounds, fieldReaders, REQUIRED } from './fields.ts'
import { Rejects } from './rejects.ts'
import { fileSource, type Source, tableSource } from './sources.ts'

/** How the rows of a day are read. */
export interface DayReading extends DayOfType {
  readonly names: ColumnNames
  /** The character between fields. */
  readonly delimiter: string
  readonly pseudonym: Pseudonymizer
  /** Where to write which rows were rejected, and why. */
  readonly rejectsFile: string | undefined
}

/** What is to be ingested, and how it is read. */
export interface Ingestion extends DayReading {
  /** A CSV file, or a table of the database. */
  readonly from: { readonly file: string } | { readonly table: string }
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
  if ('file' in ingestion.from) {
    const { file } = ingestion.from
    return ingestSource(pool, () => fileSource(file), ingestion, observe)
  }
  const { table } = ingestion.from
  const client = await pool.connect()
  try {
    await client.query('BEGIN READ ONLY')
    await useDeploymentTimeZone(client)
    const open = () => tableSource(client, table, ingestion, ingestion.names)
    return await ingestSource(pool, open, { ...ingestion, delimiter: ',' }, observe)
  } finally {
    // Where reading was broken off, the connection is in the middle of an answer.
    client.release(true)
  }
}

/**
 * Ingests what a source has of a day, in place of what is there of it.
 *
 * @param open Opens a CSV with a line of column names, told when the day begins and ends.
 * @throws {FlowDbError} where no row can be used, or the source cannot be read; what was visible stays.
 */
export async function ingestSource(
  pool: pg.Pool,
  open: (bounds: DayBounds) => Source | Promise<Source>,
  { type, date, names, delimiter, pseudonym, rejectsFile }: DayReading,
  observe: IngestObserver,
): Promise<Ingested> {
  const bounds = await boundsOf(pool, date)
  const readers = fieldReaders(type, bounds, pseudonym)
  // Nothing may be waited for between opening a source and listening to it.
  const source = await open(bounds)
  const rejects = new Rejects(rejectsFile)
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
  await refuseUnmigrated(pool)
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
