import type { EventType } from '@flowkit/contract'
import type pg from 'pg'
import { type DataItem, dayItem } from './data-items.ts'

/** A day of events that can be read, and the tables that hold it (named with their schema). */
export interface SealedDay {
  readonly event_type: string
  readonly day: string
  /** The events as they were loaded. */
  readonly table_name: string
  /** One row per event. */
  readonly facts_table: string
  /** One row per subscriber and cell. */
  readonly visits_table: string
  /** Whether it has 24 hours: the clock is not changed on it. */
  readonly plain: boolean
}

/** The days that can be read, as one transaction sees them. */
export class Catalog {
  readonly #days: ReadonlyMap<string, SealedDay>

  constructor(days: readonly SealedDay[]) {
    this.#days = new Map(days.map(day => [`${day.event_type}/${day.day}`, day]))
  }

  /** A day of events; undefined where it isn't held. */
  find(eventType: EventType, day: string): SealedDay | undefined {
    return this.#days.get(dayItem(eventType, day))
  }

  /** Whether a day of events is held. */
  holds(day: DataItem): boolean {
    return this.#days.has(day)
  }
}

/** Reads which days are sealed, in the snapshot of the caller's transaction. */
export async function readCatalog(database: pg.ClientBase | pg.Pool): Promise<Catalog> {
  const { rows } = await database.query<SealedDay>(
    `SELECT event_type, day, table_name, facts_table, visits_table,
       (day + 1)::timestamptz - day::timestamptz = interval '24 hours' AS plain
     FROM etl.sealed_days`,
  )
  return new Catalog(rows)
}

/** The days held of each event type, in order. */
export async function availableDates(database: pg.ClientBase | pg.Pool): Promise<Record<string, string[]>> {
  const { rows } = await database.query<{ event_type: string; days: string[] }>(
    'SELECT event_type, array_agg(day::text ORDER BY day) AS days FROM etl.sealed_days GROUP BY event_type ORDER BY event_type',
  )
  return Object.fromEntries(rows.map(({ event_type, days }) => [event_type, days]))
}
