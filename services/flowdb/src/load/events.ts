import type pg from 'pg'
import { type CopyRows, copyInto } from './copy.ts'
import { withDay } from './day-lock.ts'
import { type FreeTables, freeTables, makeRawTable, sealTables } from './day-tables.ts'
import type { DayOfType } from './event-types.ts'
import { inTransaction } from './one-connection.ts'
import { tidyDay } from './tidy.ts'
import { useDeploymentTimeZone } from './time-zone.ts'

/**
 * Loading a day of events. What is loaded again replaces what is there.
 *
 * state      what there is beside a day held before     after a crash
 * ---------  ------------------------------------------  -----------------------------------------------------
 * absent     nothing                                     nothing to clean: the transaction was rolled back
 * loaded     a table that nothing names                  the next load of the day drops it and starts again
 * derived    beside it the tables that queries read      the next load of the day drops them as well
 * sealed     a row in etl.sealed_days: queries see it    stays; `tidyDay` does what is left: the table becomes
 *            from now on, and not the day held before    the partition of its day, and the earlier one is dropped
 *
 * Each step is a transaction of its own, after the one before has committed: whoever sees a seal also sees the rows,
 * on every server that may come to hold a part of them. One session holds the day's lock from the first step to the
 * last, so that what no seal names and nobody is loading is known to be left over.
 */

/** The events of a type on a day, as rows of `events.<type>`; times without an offset are local. */
export interface DayOfEvents extends DayOfType, CopyRows {}

/** What a load came to. */
export interface LoadedDay {
  /** The rows that queries see. */
  readonly rows: number
  /** Rows of people who have opted out, which were left out. */
  readonly optedOut: number
  /** The table that holds them, with its schema. */
  readonly table: string
}

/**
 * Loads a day and makes it visible to queries, in place of what they saw of it before.
 *
 * @param check Whether to record quality checks of the day in `etl.post_etl_queries`, once it is visible.
 * @throws {FlowDbError} where somebody else is loading the day.
 * @throws {Error} where any of its rows cannot be stored; what was visible stays.
 */
export function loadEvents(pool: pg.Pool, events: DayOfEvents, { check = false } = {}): Promise<LoadedDay> {
  return withDay(pool, events, async client => {
    await tidyDay(client, events)
    const tables = await freeTables(client, events)
    const table = tables.raw
    const counts = await makeRawTable(client, events, table, () => fill(client, events, table))
    await derive(client, events, tables)
    await sealTables(client, events, tables, counts.rows)
    await tidyDay(client, events)
    if (check) await checkDay(client, events, table)
    return { ...counts, table }
  })
}

async function fill(
  client: pg.ClientBase,
  events: DayOfEvents,
  table: string,
): Promise<Omit<LoadedDay, 'table'>> {
  const copied = await copyInto(client, table, events, { freeze: true })
  const { rows } = await client.query<{ dropped: number }>('SELECT etl.drop_opted_out($1) AS dropped', [
    table,
  ])
  const optedOut = rows[0]?.dropped ?? 0
  return { rows: copied - optedOut, optedOut }
}

/** Makes what queries read of a loaded table: its facts and visits. */
async function derive(
  client: pg.ClientBase,
  { type, date }: DayOfType,
  { raw, name }: FreeTables,
): Promise<void> {
  await client.query('SELECT derived.number_day($1)', [raw])
  await inTransaction(client, async () => {
    await useDeploymentTimeZone(client)
    await client.query('SELECT derived.derive_day($1, $2, $3, $4)', [type, date, raw, name])
  })
}

async function checkDay(client: pg.ClientBase, { type, date }: DayOfType, table: string): Promise<void> {
  await inTransaction(client, async () => {
    await useDeploymentTimeZone(client)
    await client.query('SELECT etl.check_day($1, $2, $3)', [type, date, table])
  })
}
