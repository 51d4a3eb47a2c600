import { open } from 'node:fs/promises'
import { pipeline, type Readable, Transform } from 'node:stream'
import { createGunzip } from 'node:zlib'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { FlowDbError, reasonOf } from '../errors.ts'
import type { DayOfType } from '../load/event-types.ts'
import type { ColumnNames } from './columns.ts'

/** Something that is read as CSV. */
export interface Source {
  readonly stream: Readable
  /** Bytes that have been read so far. */
  bytesRead(): number
  /** How many bytes there are; undefined where nobody knows. */
  readonly bytes: number | undefined
  close(): void
}

/**
 * A CSV file, compressed where its name ends in `.gz`.
 *
 * @throws {FlowDbError} where it cannot be read.
 */
export async function fileSource(path: string): Promise<Source> {
  const handle = await open(path).catch(error => {
    throw new FlowDbError(`${path} cannot be read: ${reasonOf(error)}`, { cause: error })
  })
  const about = await handle.stat()
  if (about.isDirectory()) {
    await handle.close()
    throw new FlowDbError(`${path} cannot be read: it is a directory.`)
  }
  const file = handle.createReadStream()
  // Errors of the file reach who reads the end of the pipeline.
  const stream = path.endsWith('.gz') ? pipeline(file, createGunzip(), () => {}) : file
  return {
    stream,
    bytes: about.isFile() ? about.size : undefined,
    bytesRead: () => file.bytesRead,
    close: () => void file.destroy(),
  }
}

/**
 * The bytes of a file, which is opened when the first are asked for.
 *
 * @throws {FlowDbError} where it cannot be read.
 */
export async function* fileChunks(path: string): AsyncGenerator<Uint8Array> {
  const { stream } = await fileSource(path)
  try {
    yield* stream
  } catch (error) {
    throw new FlowDbError(`${path} cannot be read: ${reasonOf(error)}`, { cause: error })
  }
}

/**
 * The events of a day in another table or view of the database.
 *
 * @param client A connection whose time zone is the deployment's; it is busy until the source is closed.
 * @param table With its schema, such as `staging.calls`.
 */
export function tableSource(
  client: pg.ClientBase,
  table: string,
  { date }: DayOfType,
  names: ColumnNames,
): Source {
  const name = table.split('.').map(pg.escapeIdentifier).join('.')
  const time = `${pg.escapeIdentifier(names.datetime ?? 'datetime')}::timestamptz`
  const from = `${pg.escapeLiteral(date)}::date`
  return querySource(
    client,
    `SELECT * FROM ${name} WHERE ${time} >= ${from}::timestamptz AND ${time} < (${from} + 1)::timestamptz`,
  )
}

/**
 * What a query answers.
 *
 * @param client A connection that is busy until the source is closed.
 */
export function querySource(client: pg.ClientBase, query: string): Source {
  const rows = client.query(copyTo(`COPY (${query}) TO STDOUT WITH (FORMAT csv, HEADER)`))
  let bytes = 0
  const counter = new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.length
      done(null, chunk)
    },
  })
  const stream = pipeline(rows, counter, () => {})
  return { stream, bytes: undefined, bytesRead: () => bytes, close: () => void stream.destroy() }
}
