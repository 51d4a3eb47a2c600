import { transaction } from '@flowkit/service'
import type pg from 'pg'
import { type DroppedTables, dropUnread, type UnnamedTable } from '../load/drop-unread.ts'
import { logRemovals, type RemovalReason } from './removals.ts'

/**
 * Removing stored results: FlowMachine's, and those that people have stored with the Python library. First the pointer
 * goes, and with it the result for everybody who comes later; the table is dropped when nobody can be reading it.
 * FlowMachine computes what it misses again.
 */

/** The days that a result has read, in the version that it has read; an absent day counts as version 0. */
const DAYS_READ = `
  cache.result_versions AS read
  LEFT JOIN etl.sealed_days AS sealed ON read.item = sealed.event_type || '/' || sealed.day
  LEFT JOIN etl.revoked_versions AS revoked ON read.item = revoked.item
  WHERE read.query_id = result.query_id AND read.run = result.run
    AND read.item ~ '^(calls|sms|mds|topups|forwards)/'`

/**
 * Withdraws results that nobody may be given, or that serve nothing any more: those that have read a day as it was
 * before somebody's opt-out, and the parts of queries, rows of single subscribers among them, that have read a day
 * which has changed since or is no longer held.
 *
 * @returns how many were withdrawn.
 */
export function withdrawOutdated(client: pg.ClientBase): Promise<number> {
  return withdraw(
    client,
    `EXISTS (
       SELECT FROM ${DAYS_READ} AND (
         read.version > 0 AND read.version < revoked.before
         OR table_schema = 'cache' AND read.version <> coalesce(sealed.version, 0)
       )
     )`,
  )
}

/** Which results have a row for each subscriber: the number of the subscriber is a column of them. */
const PER_SUBSCRIBER = `
  table_schema = 'cache' AND EXISTS (
    SELECT FROM pg_attribute
    WHERE attrelid = to_regclass(format('%I.%I', table_schema, table_name)) AND attname = 'subscriber'
  )`

/** How many per-subscriber results were stored before a local date. */
export async function countOlderThan(client: pg.ClientBase, date: string): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*) FROM cache.results WHERE ${PER_SUBSCRIBER} AND created_at < $1::date::timestamptz`,
    [date],
  )
  return rows[0]?.count ?? 0
}

/** Withdraws the per-subscriber results that were stored before a local date. */
export function withdrawOlderThan(client: pg.ClientBase, date: string): Promise<number> {
  return withdraw(client, `${PER_SUBSCRIBER} AND created_at < $1::date::timestamptz`, [date])
}

async function withdraw(
  client: pg.ClientBase,
  condition: string,
  values: readonly unknown[] = [],
): Promise<number> {
  const { rowCount } = await client.query(`DELETE FROM cache.results AS result WHERE ${condition}`, [
    ...values,
  ])
  return rowCount ?? 0
}

/** What the Python library has stored, among it rows of single subscribers. `events.calls` and such are not. */
const STORED_BY_LIBRARY = `
  cache.cached JOIN pg_class ON pg_class.oid = to_regclass(format('%I.%I', schema, tablename))
  WHERE schema = 'cache' AND relkind = 'r' AND created`

/** How many results the Python library stored before a local date. */
export async function countLibraryResults(client: pg.ClientBase, date: string): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*) FROM ${STORED_BY_LIBRARY} < $1::date::timestamptz`,
    [date],
  )
  return rows[0]?.count ?? 0
}

/** Withdraws what the Python library stored before a local date. */
export function withdrawLibraryResults(client: pg.ClientBase, date: string): Promise<number> {
  return withdrawLibrary(client, '$1::date::timestamptz', [date])
}

/**
 * Withdraws what the Python library stored before the last day was made free of somebody's data. It does not say which
 * days a result has read, so all go.
 */
export function withdrawOutdatedLibraryResults(client: pg.ClientBase): Promise<number> {
  return withdrawLibrary(client, '(SELECT max(revoked_at) FROM etl.revoked_versions)')
}

async function withdrawLibrary(
  client: pg.ClientBase,
  moment: string,
  values: readonly unknown[] = [],
): Promise<number> {
  const { rowCount } = await client.query(
    `WITH old AS (SELECT query_id, pg_class.oid AS id FROM ${STORED_BY_LIBRARY} < ${moment}),
     withdrawn AS (INSERT INTO etl.withdrawn_tables (table_id) SELECT id FROM old ON CONFLICT DO NOTHING)
     DELETE FROM cache.cached USING old WHERE cached.query_id = old.query_id`,
    [...values],
  )
  return rowCount ?? 0
}

/** Drops the tables of results that nothing points to, as far as nobody can be reading them. */
export async function tidyResults(client: pg.ClientBase): Promise<DroppedTables> {
  // Others may have dropped a withdrawn table, and its number may be given to another one some day.
  await client.query(
    'DELETE FROM etl.withdrawn_tables WHERE NOT EXISTS (SELECT FROM pg_class WHERE pg_class.oid = table_id)',
  )
  const { rows } = await client.query<UnnamedTable>(`
    SELECT pg_class.oid::bigint AS id, pg_class.oid::regclass::text AS name
    FROM pg_class
    WHERE relkind = 'r' AND relnamespace IN ('cache'::regnamespace, 'released'::regnamespace)
      AND NOT EXISTS (
        SELECT FROM cache.results
        WHERE table_schema = relnamespace::regnamespace::text AND table_name = relname
      )
      AND (
        relname ~ '^x[0-9a-f]{32}_[0-9]+$'
        OR EXISTS (SELECT FROM etl.withdrawn_tables WHERE table_id = pg_class.oid)
      )
    ORDER BY name
  `)
  return dropUnread(client, rows)
}

/**
 * Withdraws what is outdated and drops what nobody reads, in steps that each leave things as they may stay.
 *
 * @param reason Why anything may have become outdated, for the record; undefined where nothing is recorded.
 */
export async function removeOutdated(
  pool: pg.Pool,
  reason?: RemovalReason,
): Promise<DroppedTables & { readonly results: number }> {
  const results = await transaction(pool, async client => {
    const rows = (await withdrawOutdated(client)) + (await withdrawOutdatedLibraryResults(client))
    if (reason !== undefined) await logRemovals(client, reason, [{ what: 'stored results', rows }])
    return rows
  })
  const client = await pool.connect()
  try {
    return { results, ...(await tidyResults(client)) }
  } finally {
    client.release()
  }
}
