import { addDays } from '@flowkit/contract'
import { type CopyRows, copyInto } from '@flowkit/flowdb'
import { transaction } from '@flowkit/service'
import pg from 'pg'
import { seconds } from '../seconds.ts'

/** The columns that hold identifiers: text of 64 hexadecimal digits where FlowKit is deployed. */
const IDENTIFIERS = ['msisdn', 'msisdn_counterpart', 'imsi', 'imei']

/** What FlowETL makes an index of where there is such a column, and the subscriber. */
const INDEXED = ['msisdn', 'msisdn_counterpart', 'location_id', 'datetime', 'tac']

/** Seconds of the steps of loading a day. */
export interface FlowKitSeconds {
  readonly copy: number
  readonly index: number
  readonly analyse: number
}

/** All steps together. */
export const secondsOf = ({ copy, index, analyse }: FlowKitSeconds) => copy + index + analyse

/** Gives tables of events in a migrated, empty FlowDB the types of FlowKit's. Harmless when it runs again. */
export async function layOutFlowKit(flowkit: pg.Pool, types: readonly string[]): Promise<void> {
  const { rows } = await flowkit.query<{ table: string; column: string }>(
    `SELECT table_name AS table, column_name AS column
     FROM information_schema.columns
     WHERE table_schema = 'events' AND table_name = ANY($1) AND column_name = ANY($2) AND data_type = 'bytea'`,
    [types, IDENTIFIERS],
  )
  for (const { table, column } of rows)
    await flowkit.query(
      `ALTER TABLE events.${table} ALTER COLUMN ${column} TYPE text USING encode(${column}, 'hex')`,
    )
}

/**
 * Loads a day as FlowETL does: extracted into a table of its own, which is constrained to the day, indexed, analysed
 * and attached. The rows come sorted by subscriber, so clustering, which FlowETL leaves to the administrator, would
 * change nothing.
 */
export async function loadFlowKitDay(
  flowkit: pg.Pool,
  type: string,
  date: string,
  rows: CopyRows,
): Promise<FlowKitSeconds> {
  const name = `${type}_${date.replaceAll('-', '')}`
  const extract = `etl.extract_${name}`
  const final = `events.${name}`
  const [from, to] = [pg.escapeLiteral(date), pg.escapeLiteral(addDays(date, 1))]
  await flowkit.query(`DROP TABLE IF EXISTS ${extract}, ${final}`)
  const copy = await seconds(() =>
    transaction(flowkit, async client => {
      await client.query(`CREATE TABLE ${extract} (LIKE events.${type})`)
      await copyInto(client, extract, rows)
    }),
  )
  const index = await seconds(async () => {
    await flowkit.query(
      `ALTER TABLE ${extract} ADD CHECK (datetime >= ${from}::timestamptz AND datetime < ${to}::timestamptz)`,
    )
    for (const column of INDEXED.filter(each => rows.columns.includes(each)))
      await flowkit.query(`CREATE INDEX ON ${extract} (${column})`)
  })
  const analyse = await seconds(() => flowkit.query(`ANALYZE ${extract}`))
  await transaction(flowkit, async client => {
    await client.query(`ALTER TABLE ${extract} RENAME TO ${name}`)
    await client.query(`ALTER TABLE etl.${name} SET SCHEMA events`)
    await client.query(
      `ALTER TABLE events.${type} ATTACH PARTITION ${final} FOR VALUES FROM (${from}) TO (${to})`,
    )
    await client.query(
      `INSERT INTO etl.etl_records (cdr_type, cdr_date, state) VALUES ($1, $2, 'ingested')`,
      [type, date],
    )
  })
  return { copy, index, analyse }
}
