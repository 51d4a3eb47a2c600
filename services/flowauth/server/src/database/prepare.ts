import type pg from 'pg'
import { applyMigrations } from './migrations.ts'

/** Any number that nothing else locks in this database. */
const PREPARE_LOCK = 7_305_020

/**
 * Brings the database to the schema of this version and does what has to be done once, on a connection that no other
 * process prepares the database on at the same time.
 */
export async function prepareDatabase<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [PREPARE_LOCK])
    await applyMigrations(client)
    return await work(client)
  } finally {
    // Ends the session, and so the lock, whatever happened.
    client.release(true)
  }
}
