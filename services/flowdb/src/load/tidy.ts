import type pg from 'pg'
import { DayIsBusy, withDay } from './day-lock.ts'
import { BRIEFLY, type DroppedTables, dropUnread, type UnnamedTable, unlessLocked } from './drop-unread.ts'
import { type DayOfType, dayAfter, dayName, EVENT_TYPES } from './event-types.ts'

/**
 * Brings the partitioned tables to what the seals say, and drops what no seal names.
 *
 * Readers go by the seals and are never in the way of it; it must not be in theirs. Detaching a partition locks the
 * parent against everybody, and those who come later wait behind the one who waits: so it gives up quickly, and the
 * next load of the day, or `flowdb tidy`, tries again. A table is dropped only when no transaction is left that began
 * while a seal named it.
 */

/** What is left to do after tidying a day. */
export interface Tidied extends DroppedTables {
  /** Whether the partition of the parent is the day that queries read. */
  readonly attached: boolean
}

interface EventTable extends UnnamedTable {
  readonly partition: boolean
}

/** Tidies the tables of a day. The caller holds the day's lock. */
export async function tidyDay(client: pg.ClientBase, day: DayOfType): Promise<Tidied> {
  const attached = await unlessLocked(client, () => attachSealed(client, day))
  return { attached, ...(await dropUnread(client, await orphansOf(client, day))) }
}

/**
 * Tidies every day that has something to tidy, one after the other. A day that is being loaded is `busy`: its load
 * tidies it.
 */
export async function tidyAll(pool: pg.Pool, observe: (day: DayOfType, result: Tidied | 'busy') => void) {
  for (const day of await untidyDays(pool))
    observe(
      day,
      await withDay(pool, day, client => tidyDay(client, day), BRIEFLY).catch(error => {
        if (error instanceof DayIsBusy) return 'busy'
        throw error
      }),
    )
}

/** Tidies every day, and says which tables and days somebody may still be reading as they were. */
export async function tidyDays(pool: pg.Pool): Promise<string[]> {
  const waiting: string[] = []
  await tidyAll(pool, ({ type, date }, result) => {
    if (result === 'busy') return
    waiting.push(...result.waiting)
    if (!result.attached) waiting.push(`the ${date} in events.${type}`)
  })
  return waiting
}

/** Makes the sealed table the partition of its day, in place of any other. */
async function attachSealed(client: pg.ClientBase, { type, date }: DayOfType): Promise<boolean> {
  const { rows } = await client.query<{ table: string; attached: boolean }>(
    `SELECT table_name AS table, relispartition AS attached
     FROM etl.sealed_days JOIN pg_class ON pg_class.oid = to_regclass(table_name)
     WHERE event_type = $1 AND day = $2`,
    [type, date],
  )
  const sealed = rows[0]
  if (sealed === undefined || sealed.attached) return true
  for (const { name, partition } of await orphansOf(client, { type, date }))
    if (partition) await client.query(`ALTER TABLE events.${type} DETACH PARTITION ${name}`)
  await client.query(
    `ALTER TABLE events.${type} ATTACH PARTITION ${sealed.table} FOR VALUES FROM ('${date}') TO ('${dayAfter(date)}')`,
  )
  await client.query(`ALTER TABLE ${sealed.table} DROP CONSTRAINT IF EXISTS within_day`)
  await client.query("INSERT INTO etl.etl_records (cdr_type, cdr_date, state) VALUES ($1, $2, 'ingested')", [
    type,
    date,
  ])
  return true
}

/** What belongs to the day by its name: the raw events, and what was derived of them; versions have a suffix. */
const TABLES_OF_DAYS = `
  SELECT pg_class.oid::integer AS id, pg_class.oid::regclass::text AS name, relispartition AS partition,
    substring(relname FROM '^(?:facts_|visits_)?([a-z]+_\\d{8})(?:_v\\d+)?$') AS day_name
  FROM pg_class
  WHERE relkind = 'r' AND relnamespace IN ('events'::regnamespace, 'derived'::regnamespace)
    AND NOT EXISTS (
      SELECT FROM etl.sealed_days
      WHERE pg_class.oid IN (to_regclass(table_name), to_regclass(facts_table), to_regclass(visits_table))
    )`

async function orphansOf(client: pg.ClientBase, day: DayOfType): Promise<EventTable[]> {
  const { rows } = await client.query<EventTable>(
    `SELECT id, name, partition FROM (${TABLES_OF_DAYS}) AS orphans WHERE day_name = $1 ORDER BY name`,
    [dayName(day)],
  )
  return rows
}

async function untidyDays(pool: pg.Pool): Promise<DayOfType[]> {
  const { rows } = await pool.query<DayOfType>(
    `SELECT DISTINCT split_part(day_name, '_', 1) AS type, to_date(split_part(day_name, '_', 2), 'YYYYMMDD')::text AS date
     FROM (${TABLES_OF_DAYS}) AS orphans
     WHERE split_part(day_name, '_', 1) = ANY ($1)
     UNION
     SELECT event_type, day::text FROM etl.sealed_days
     JOIN pg_class ON pg_class.oid = to_regclass(table_name) AND NOT relispartition
     ORDER BY date, type`,
    [EVENT_TYPES],
  )
  return rows
}
