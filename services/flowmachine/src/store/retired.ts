import { transaction } from '@flowkit/service'
import type pg from 'pg'
import { name, sql } from '../sql.ts'

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
 * Drops the tables of superseded results whose grace time has passed. A table that somebody is reading is left
 * for the next time: readers are never made to wait.
 *
 * @returns how many were dropped.
 */
export async function dropRetiredResults(database: pg.Pool, graceSeconds: number): Promise<number> {
  const { rows } = await database.query<{ run: number; table_schema: string; table_name: string }>(
    `SELECT run, table_schema, table_name
     FROM cache.results
     WHERE superseded_at < now() - make_interval(secs => $1)
     ORDER BY superseded_at
     LIMIT 100`,
    [graceSeconds],
  )
  let dropped = 0
  for (const { run, table_schema, table_name } of rows) {
    const done = await transaction(database, async client => {
      await client.query(`SET LOCAL lock_timeout = '100ms'`)
      await client.query(sql`DROP TABLE IF EXISTS ${name(table_schema, table_name)}`.text)
      await client.query('DELETE FROM cache.results WHERE run = $1', [run])
      return true
    }).catch(error => {
      if (isLockTimeout(error)) return false
      throw error
    })
    if (done) dropped += 1
  }
  return dropped
}

const isLockTimeout = (error: unknown) => error instanceof Error && 'code' in error && error.code === '55P03'
