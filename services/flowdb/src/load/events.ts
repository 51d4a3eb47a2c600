import pg from 'pg'
import { type CopyRows, copyInto } from './copy.ts'
import { withDay } from './day-lock.ts'
import { type DayOfType, dayAfter, dayName } from './event-types.ts'
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
    const name = await freeName(client, events)
    const table = `events.${name}`
    const counts = await inTransaction(client, async () => {
      await useDeploymentTimeZone(client)
      return makeTable(client, events, table)
    })
    await sealDay(client, events, name, counts.rows)
    if (check) await checkDay(client, events, table)
    return { ...counts, table }
  })
}

/** Derives what queries read of a loaded table, seals the day, and puts the earlier tables away. */
async function sealDay(client: pg.ClientBase, day: DayOfType, name: string, rows: number): Promise<void> {
  const table = `events.${name}`
  await client.query('SELECT derived.number_day($1)', [table])
  await inTransaction(client, async () => {
    await useDeploymentTimeZone(client)
    await client.query('SELECT derived.derive_day($1, $2, $3, $4)', [day.type, day.date, table, name])
  })
  const derived = [`derived.facts_${name}`, `derived.visits_${name}`]
  await client.query('SELECT etl.seal_day($1, $2, $3, $4, $5, $6)', [
    day.type,
    day.date,
    table,
    rows,
    ...derived,
  ])
  await tidyDay(client, day)
}

async function checkDay(client: pg.ClientBase, { type, date }: DayOfType, table: string): Promise<void> {
  await inTransaction(client, async () => {
    await useDeploymentTimeZone(client)
    await client.query('SELECT etl.check_day($1, $2, $3)', [type, date, table])
  })
}

/** The plain name of the day, such as `calls_20160101`, which administrators know; where it is taken, a version of it. */
async function freeName(client: pg.ClientBase, day: DayOfType): Promise<string> {
  const plain = dayName(day)
  const { rows } = await client.query<{ version: number }>(
    `SELECT nextval('etl.data_version_seq') AS version
     WHERE coalesce(to_regclass($1), to_regclass($2), to_regclass($3)) IS NOT NULL`,
    [`events.${plain}`, `derived.facts_${plain}`, `derived.visits_${plain}`],
  )
  return rows[0] === undefined ? plain : `${plain}_v${rows[0].version}`
}

/** Makes the day's table on its own, fills and indexes it. */
async function makeTable(
  client: pg.ClientBase,
  events: DayOfEvents,
  table: string,
): Promise<Omit<LoadedDay, 'table'>> {
  const { type, date } = events
  const from = pg.escapeLiteral(date)
  const to = pg.escapeLiteral(dayAfter(date))
  await client.query(`CREATE TABLE ${table} (LIKE events.${type} INCLUDING ALL EXCLUDING INDEXES)`)
  // The same condition as the partition's: attaching believes it and does not read the table again, with the
  // parent locked.
  await client.query(
    `ALTER TABLE ${table} ADD CONSTRAINT within_day
     CHECK (datetime >= ${from}::timestamptz AND datetime < ${to}::timestamptz)`,
  )
  const copied = await copyInto(client, table, events, { freeze: true })
  const { rows } = await client.query<{ dropped: number }>('SELECT etl.drop_opted_out($1) AS dropped', [
    table,
  ])
  const optedOut = rows[0]?.dropped ?? 0

  // For questions about a few subscribers, and about a few cells. What is asked about a time of the day reads the
  // whole day: an hour's events lie all over a table that is ordered by subscriber.
  await client.query(`CREATE INDEX ON ${table} (msisdn)`)
  await client.query(`CREATE INDEX ON ${table} (location_id)`)
  await client.query(`ANALYZE ${table}`)
  return { rows: copied - optedOut, optedOut }
}
