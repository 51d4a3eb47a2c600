import { existingPseudonyms } from '@flowkit/service'
import pg from 'pg'
import { type DayBounds, eventColumns } from '../ingest/fields.ts'
import { type Ingested, ingestSource } from '../ingest/ingest.ts'
import { querySource } from '../ingest/sources.ts'
import type { DayOfType } from '../load/event-types.ts'
import { columnsHeld } from './tables.ts'

/**
 * Imports a day of events of another FlowDB, in place of what is here of it. Identifiers must be hashes there.
 *
 * @param source A pool of connections to the other database.
 * @throws {FlowDbError} where no row can be used; what was visible stays.
 */
export async function importDay(source: pg.Pool, pool: pg.Pool, day: DayOfType): Promise<Ingested> {
  const client = await source.connect()
  let whole = false
  try {
    const columns = await columnsHeld(client, `events.${day.type}`, eventColumns(day.type))
    const open = (bounds: DayBounds) => querySource(client, eventsOf(day, columns, bounds))
    const reading = {
      ...day,
      names: {},
      delimiter: ',',
      pseudonym: existingPseudonyms,
      rejectsFile: undefined,
    }
    const result = await ingestSource(pool, open, reading, () => {})
    whole = true
    return result
  } finally {
    // Where reading was broken off, the connection is in the middle of an answer.
    client.release(!whole)
  }
}

/** Moments are constants, so that the planner leaves the tables of other days out, partitions or not. */
function eventsOf({ type }: DayOfType, columns: readonly string[], { begin, end }: DayBounds): string {
  const moment = (milliseconds: number) => pg.escapeLiteral(new Date(milliseconds).toISOString())
  const names = columns.map(column => pg.escapeIdentifier(column)).join(', ')
  return `SELECT ${names} FROM events.${type}
    WHERE datetime >= ${moment(begin)}::timestamptz AND datetime < ${moment(end)}::timestamptz`
}
