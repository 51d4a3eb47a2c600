import { transaction } from '@flowkit/service'
import type pg from 'pg'
import { dayNumber, isoDate } from '../synthetic/dates.ts'
import { Days } from '../synthetic/events/day.ts'
import { daysOf, type Parameters } from '../synthetic/parameters.ts'
import type { TableText } from '../synthetic/tables/copy-text.ts'
import { EventTables, type EventType, eventTypesOf } from '../synthetic/tables/events.ts'
import { transferTables } from '../synthetic/tables/mobile-money.ts'
import type { World } from '../synthetic/world.ts'
import { loadEvents } from './events.ts'
import { loadTransfers } from './mobile-money.ts'
import type { Stopwatch } from './stopwatch.ts'
import { useDeploymentTimeZone } from './time-zone.ts'

/** A part of a synthetic country that is loaded in one go: what happened of one kind on a day. */
export interface Part {
  readonly type: EventType | 'transfers'
  /** The local date, such as `2016-01-01`. */
  readonly date: string
}

/** All parts of a country, day by day. */
export function partsOf(parameters: Parameters): Part[] {
  const types: Part['type'][] = eventTypesOf(parameters)
  if (parameters.transfersPerDay > 0) types.push('transfers')
  return daysOf(parameters).flatMap(day => types.map(type => ({ type, date: isoDate(day) })))
}

/** The rows of each part that the database holds, by `partKey`. */
export function loadedParts(pool: pg.Pool): Promise<Map<string, number>> {
  return transaction(pool, async client => {
    await useDeploymentTimeZone(client)
    const { rows } = await client.query<Part & { rows: number }>(`
      SELECT event_type AS type, day AS date, row_count AS rows FROM etl.sealed_days
      UNION ALL
      SELECT 'transfers', timestamp::date, 2 * count(*) FROM dfs.transactions GROUP BY timestamp::date
    `)
    return new Map(rows.map(row => [partKey(row), row.rows]))
  })
}

/** Names a part, such as `calls 2016-01-01`. */
export function partKey({ type, date }: Part): string {
  return `${type} ${date}`
}

/** Makes the rows of parts and loads them. */
export class PartLoader {
  readonly #pool: pg.Pool
  readonly #generating: Stopwatch
  readonly #days: Days
  readonly #tables: EventTables

  /** @param generating Runs while rows are made. */
  constructor(pool: pg.Pool, world: World, generating: Stopwatch) {
    this.#pool = pool
    this.#generating = generating
    this.#days = new Days(world)
    this.#tables = generating.time(() => new EventTables(world))
  }

  /** @returns how many rows the part has. */
  async load({ type, date }: Part): Promise<number> {
    const make = <T>(work: () => T) => this.#generating.time(work)
    if (type === 'transfers') {
      const { transactions, metadata } = make(() => transferTables(this.#days.of(dayNumber(date))))
      return loadTransfers(this.#pool, date, {
        transactions: this.#timed(transactions),
        metadata: this.#timed(metadata),
      })
    }
    const table = make(() => this.#tables.table(type, this.#days.of(dayNumber(date))))
    return (await loadEvents(this.#pool, this.#timed(table))).rows
  }

  #timed<T extends TableText>(table: T): T {
    return { ...table, chunks: this.#generating.timeEach(table.chunks) }
  }
}
