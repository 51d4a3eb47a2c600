import type { EventType } from '@flowkit/contract'
import type pg from 'pg'
import { type DataItem, dayItem } from './data-items.ts'

/** The days that can be read, and from which table, as one transaction sees them. */
export class Catalog {
  readonly #tables: ReadonlyMap<string, string>

  constructor(days: readonly SealedDay[]) {
    this.#tables = new Map(days.map(day => [`${day.event_type}/${day.day}`, day.table_name]))
  }

  /** The table that holds the events of a day; undefined where the day isn't held. */
  tableOf(eventType: EventType, day: string): string | undefined {
    return this.#tables.get(dayItem(eventType, day))
  }

  /** Whether a day of events is held. */
  holds(day: DataItem): boolean {
    return this.#tables.has(day)
  }
}

export interface SealedDay {
  readonly event_type: string
  readonly day: string
  readonly table_name: string
}

/** Reads which days are sealed, in the snapshot of the caller's transaction. */
export async function readCatalog(database: pg.ClientBase | pg.Pool): Promise<Catalog> {
  const { rows } = await database.query<SealedDay>('SELECT event_type, day, table_name FROM etl.sealed_days')
  return new Catalog(rows)
}

/** The days held of each event type, in order. */
export async function availableDates(database: pg.ClientBase | pg.Pool): Promise<Record<string, string[]>> {
  const { rows } = await database.query<{ event_type: string; days: string[] }>(
    'SELECT event_type, array_agg(day::text ORDER BY day) AS days FROM etl.sealed_days GROUP BY event_type ORDER BY event_type',
  )
  return Object.fromEntries(rows.map(({ event_type, days }) => [event_type, days]))
}
