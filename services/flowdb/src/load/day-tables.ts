import pg from 'pg'
import { type DayOfType, dayAfter, dayName } from './event-types.ts'
import { inTransaction } from './one-connection.ts'
import { useDeploymentTimeZone } from './time-zone.ts'

/** The tables of a day that queries can see, with their schema. */
export interface DayTables {
  /** The raw events; null where their retention has ended. */
  readonly raw: string | null
  readonly facts: string
  readonly visits: string
}

/** Names for the tables of a day that is about to be made. */
export interface FreeTables extends DayTables {
  /** What they have in common, such as `calls_20160101`. */
  readonly name: string
  readonly raw: string
}

/** The tables of a sealed day; undefined where the day is not held. */
export async function sealedTables(
  client: pg.ClientBase,
  { type, date }: DayOfType,
): Promise<DayTables | undefined> {
  const { rows } = await client.query<DayTables>(
    `SELECT table_name AS raw, facts_table AS facts, visits_table AS visits
     FROM etl.sealed_days WHERE event_type = $1 AND day = $2`,
    [type, date],
  )
  return rows[0]
}

/**
 * Names for the tables of a day that is about to be made: the plain ones, such as `calls_20160101`, which
 * administrators know; where any is taken, a version of them.
 */
export async function freeTables(client: pg.ClientBase, day: DayOfType): Promise<FreeTables> {
  const plain = dayName(day)
  const tables = tablesNamed(plain)
  const { rows } = await client.query<{ version: number }>(
    `SELECT nextval('etl.data_version_seq') AS version
     WHERE coalesce(to_regclass($1), to_regclass($2), to_regclass($3)) IS NOT NULL`,
    [tables.raw, tables.facts, tables.visits],
  )
  return rows[0] === undefined ? tables : tablesNamed(`${plain}_v${rows[0].version}`)
}

function tablesNamed(name: string): FreeTables {
  return { name, raw: `events.${name}`, facts: `derived.facts_${name}`, visits: `derived.visits_${name}` }
}

/**
 * Makes the raw table of a day on its own, has it filled, and indexes it, in one transaction.
 *
 * @returns what `fill` has returned.
 */
export function makeRawTable<T>(
  client: pg.ClientBase,
  { type, date }: DayOfType,
  table: string,
  fill: () => Promise<T>,
): Promise<T> {
  return inTransaction(client, async () => {
    await useDeploymentTimeZone(client)
    const from = pg.escapeLiteral(date)
    const to = pg.escapeLiteral(dayAfter(date))
    await client.query(`CREATE TABLE ${table} (LIKE events.${type} INCLUDING ALL EXCLUDING INDEXES)`)
    // The same condition as the partition's: attaching believes it and does not read the table again, with the
    // parent locked.
    await client.query(
      `ALTER TABLE ${table} ADD CONSTRAINT within_day
       CHECK (datetime >= ${from}::timestamptz AND datetime < ${to}::timestamptz)`,
    )
    const result = await fill()
    // For questions about a few subscribers, and about a few cells. What is asked about a time of the day reads the
    // whole day: an hour's events lie all over a table that is ordered by subscriber.
    await client.query(`CREATE INDEX ON ${table} (msisdn)`)
    await client.query(`CREATE INDEX ON ${table} (location_id)`)
    await client.query(`ANALYZE ${table}`)
    return result
  })
}

/** Makes the tables of a day what queries see of it, in place of any others. The caller may hold a transaction. */
export async function sealTables(
  client: pg.ClientBase,
  { type, date }: DayOfType,
  { raw, facts, visits }: DayTables,
  rows: number,
): Promise<void> {
  await client.query('SELECT etl.seal_day($1, $2, $3, $4, $5, $6)', [type, date, raw, rows, facts, visits])
}
