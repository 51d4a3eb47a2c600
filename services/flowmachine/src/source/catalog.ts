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

/** The days that can be read and the subsets that are published, as one transaction sees them. */
export class Catalog {
  readonly #days: ReadonlyMap<string, SealedDay>
  readonly #subsets: ReadonlyMap<string, number>

  constructor(days: readonly SealedDay[], subsets: ReadonlyMap<string, number> = new Map()) {
    this.#days = new Map(days.map(day => [`${day.event_type}/${day.day}`, day]))
    this.#subsets = subsets
  }

  /** How many members a published subset has, or {@link MANY_MEMBERS} where they are more; undefined where there is none. */
  membersOf(subset: string): number | undefined {
    return this.#subsets.get(subset)
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

/** Members are counted up to here: beyond, a subset is large, whatever its size. */
const MANY_MEMBERS = 2_000

/** Reads which days are sealed and which subsets published, in the snapshot of the caller's transaction. */
export async function readCatalog(database: pg.ClientBase | pg.Pool): Promise<Catalog> {
  const { rows } = await database.query<SealedDay>(
    `SELECT event_type, day, table_name, facts_table, visits_table,
       (day + 1)::timestamptz - day::timestamptz = interval '24 hours' AS plain
     FROM etl.sealed_days`,
  )
  const subsets = await database.query<{ subset: string; members: number }>(
    `SELECT subset, members::integer
     FROM subsets.published
     CROSS JOIN LATERAL (
       SELECT count(*) AS members
       FROM (SELECT FROM subsets.members WHERE members.subset = published.subset LIMIT ${MANY_MEMBERS}) AS few
     ) AS counted`,
  )
  return new Catalog(rows, new Map(subsets.rows.map(({ subset, members }) => [subset, members])))
}

/** The days held of each event type, in order. */
export async function availableDates(database: pg.ClientBase | pg.Pool): Promise<Record<string, string[]>> {
  const { rows } = await database.query<{ event_type: string; days: string[] }>(
    'SELECT event_type, array_agg(day::text ORDER BY day) AS days FROM etl.sealed_days GROUP BY event_type ORDER BY event_type',
  )
  return Object.fromEntries(rows.map(({ event_type, days }) => [event_type, days]))
}
