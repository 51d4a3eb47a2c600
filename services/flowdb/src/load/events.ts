import { transaction } from '@flowkit/service'
import pg from 'pg'
import { FlowDbError } from '../errors.ts'
import { type CopyRows, copyInto } from './copy.ts'
import { useDeploymentTimeZone } from './time-zone.ts'

/**
 * Loading a day of events.
 *
 * state      what there is                               after a crash
 * ---------  ------------------------------------------  -----------------------------------------------------
 * absent     nothing                                     nothing to clean: the transaction was rolled back
 * loaded     a partition and its record; queries don't   the next load of the day drops the partition and
 *            see it                                      starts again
 * derived    beside it the tables that queries read      the next load of the day drops them as well
 * sealed     a row in etl.sealed_days; queries see it    stays
 *
 * Each step is a transaction of its own, after the one before has committed: whoever sees a seal also sees the rows,
 * on every server that may come to hold a part of them.
 */

/** The tables of events. */
export type EventType = 'calls' | 'sms' | 'mds' | 'topups' | 'forwards'

/** The events of a type on a day, as rows of `events.<type>`; times without an offset are local. */
export interface DayOfEvents extends CopyRows {
  readonly type: EventType
  /** The local date, such as `2016-01-01`. */
  readonly date: string
}

/** Beyond this, somebody holds the parent table for long, and should be told to the person who waits. */
const LOCK_TIMEOUT = '30s'

/**
 * Loads a day and makes it visible to queries.
 *
 * @returns how many rows it has.
 * @throws {FlowDbError} where the day is sealed already.
 * @throws {Error} where any of its rows cannot be stored; nothing is visible then.
 */
export async function loadEvents(pool: pg.Pool, events: DayOfEvents): Promise<number> {
  const table = `events.${partitionName(events)}`
  const rows = await transaction(pool, async client => {
    await useDeploymentTimeZone(client)
    await client.query(`SET LOCAL lock_timeout = '${LOCK_TIMEOUT}'`)
    await refuseSealed(client, events)
    return attachDay(client, events)
  })
  const derived = await derive(pool, events, table)
  const seal = [events.type, events.date, table, rows, derived.facts, derived.visits]
  await pool.query('SELECT etl.seal_day($1, $2, $3, $4, $5, $6)', seal)
  return rows
}

/** The name of the table that holds a day, such as `calls_20160101`. */
export function partitionName({ type, date }: Pick<DayOfEvents, 'type' | 'date'>): string {
  return `${type}_${date.replaceAll('-', '')}`
}

async function refuseSealed(client: pg.ClientBase, { type, date }: DayOfEvents): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM etl.sealed_days WHERE event_type = $1 AND day = $2', [
    type,
    date,
  ])
  if (rowCount !== 0) throw new FlowDbError(`The ${type} of ${date} are loaded already.`)
}

/** Makes the day's table on its own, fills and indexes it, and attaches it to its parent at the very end. */
async function attachDay(client: pg.ClientBase, events: DayOfEvents): Promise<number> {
  const { type, date } = events
  const parent = `events.${pg.escapeIdentifier(type)}`
  const table = `events.${pg.escapeIdentifier(partitionName(events))}`
  const from = pg.escapeLiteral(date)
  const to = pg.escapeLiteral(dayAfter(date))

  await client.query(`DROP TABLE IF EXISTS ${table}`)
  await client.query(`CREATE TABLE ${table} (LIKE ${parent} INCLUDING ALL EXCLUDING INDEXES)`)
  // The same condition as the partition's: attaching believes it and does not read the table again, with the
  // parent locked.
  await client.query(
    `ALTER TABLE ${table} ADD CONSTRAINT within_day
     CHECK (datetime >= ${from}::timestamptz AND datetime < ${to}::timestamptz)`,
  )
  const rows = await copyInto(client, table, events, { freeze: true })

  // For questions about a few subscribers, and about a few cells. What is asked about a time of the day reads the
  // whole day: an hour's events lie all over a table that is ordered by subscriber.
  await client.query(`CREATE INDEX ON ${table} (msisdn)`)
  await client.query(`CREATE INDEX ON ${table} (location_id)`)
  await client.query(`ANALYZE ${table}`)

  await client.query(`ALTER TABLE ${parent} ATTACH PARTITION ${table} FOR VALUES FROM (${from}) TO (${to})`)
  await client.query(`ALTER TABLE ${table} DROP CONSTRAINT within_day`)
  await client.query("INSERT INTO etl.etl_records (cdr_type, cdr_date, state) VALUES ($1, $2, 'ingested')", [
    type,
    date,
  ])
  return rows
}

/** Makes the tables that queries read of a loaded day. */
async function derive(pool: pg.Pool, events: DayOfEvents, table: string) {
  const name = partitionName(events)
  await pool.query('SELECT derived.number_day($1)', [table])
  await transaction(pool, async client => {
    await useDeploymentTimeZone(client)
    await client.query(`DROP TABLE IF EXISTS derived.facts_${name}, derived.visits_${name}`)
    await client.query('SELECT derived.derive_day($1, $2, $3, $4)', [events.type, events.date, table, name])
  })
  return { facts: `derived.facts_${name}`, visits: `derived.visits_${name}` }
}

function dayAfter(date: string): string {
  const next = new Date(`${date}T00:00:00Z`)
  next.setUTCDate(next.getUTCDate() + 1)
  return next.toISOString().slice(0, 10)
}
