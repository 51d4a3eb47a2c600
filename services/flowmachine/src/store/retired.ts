import { transaction } from '@flowkit/service'
import type pg from 'pg'
import { name, sql } from '../sql.ts'

interface Retired {
  readonly run: number
  readonly table_schema: string
  readonly table_name: string
}

/**
 * Tables that are dropped in one transaction: for each transaction that drops, PostgreSQL looks through all of its
 * buffers, and for each table it takes up to three of the locks that there are. Steps of 2,000 saved a tenth of the
 * work, and queries took twice as long meanwhile (docs/reliability.md).
 */
const BATCH = 500
/** Tables that are looked up at a time. */
const PAGE = 20 * BATCH

/**
 * Retires results that have read somebody who was removed at their will: those of computations that were under way
 * then. The others were withdrawn with the data.
 */
export async function retireRevokedResults(database: pg.Pool): Promise<void> {
  await database.query(
    `UPDATE cache.results AS result SET superseded_at = now()
     WHERE superseded_at IS NULL AND EXISTS (
       SELECT FROM cache.result_versions AS read JOIN etl.revoked_versions AS revoked USING (item)
       WHERE read.query_id = result.query_id AND read.run = result.run
         AND read.version > 0 AND read.version < revoked.before
     )`,
  )
}

/**
 * Drops the tables of results that were replaced or evicted and whose grace time has passed. A table that somebody is
 * reading is left for the next time: readers are never made to wait.
 *
 * @param signal Aborted when there is no more time for it.
 * @returns how many were dropped.
 */
export async function dropRetiredResults(
  database: pg.Pool,
  graceSeconds: number,
  signal?: AbortSignal,
): Promise<number> {
  let dropped = 0
  for (let last = 0; !signal?.aborted; ) {
    const { rows } = await database.query<Retired>(
      `SELECT run, table_schema, table_name
       FROM cache.results
       WHERE superseded_at < now() - make_interval(secs => $1) AND run > $2
       ORDER BY run
       LIMIT ${PAGE}`,
      [graceSeconds, last],
    )
    for (let start = 0; start < rows.length && !signal?.aborted; start += BATCH)
      dropped += await dropUnused(database, rows.slice(start, start + BATCH))
    const end = rows.at(-1)
    if (!end || rows.length < PAGE) break
    last = end.run
  }
  return dropped
}

/** Drops those of some tables that nobody uses; all at once, if that is all of them. */
async function dropUnused(database: pg.Pool, retired: readonly Retired[]): Promise<number> {
  if (await drop(database, retired)) return retired.length
  let dropped = 0
  for (const each of retired) if (await drop(database, [each])) dropped += 1
  return dropped
}

/** Drops some tables or, when somebody uses one of them, none. */
async function drop(database: pg.Pool, retired: readonly Retired[]): Promise<boolean> {
  const tables = retired.map(({ table_schema, table_name }) => name(table_schema, table_name))
  try {
    await transaction(database, async client => {
      await client.query(`SET LOCAL lock_timeout = '100ms'`)
      await client.query(sql`DROP TABLE IF EXISTS ${tables}`.text)
      await client.query('DELETE FROM cache.results WHERE run = ANY($1)', [retired.map(({ run }) => run)])
    })
    return true
  } catch (error) {
    if (isLockTimeout(error)) return false
    throw error
  }
}

const isLockTimeout = (error: unknown) => error instanceof Error && 'code' in error && error.code === '55P03'
