import pg from 'pg'
import { FlowDbError } from '../errors.ts'
import { type DayOfType, dayName } from './event-types.ts'

/** Longer than the server needs to notice that an earlier loader was killed. */
const PATIENCE = '30s'

/** Somebody else goes on loading a day, or holds its tables. */
export class DayIsBusy extends FlowDbError {}

/** To wait for a day as long as it takes. */
export const PATIENTLY = '0'

/**
 * Runs `work` on a connection that is the only one to load or tidy a day. The lock belongs to the session, so that it
 * ends with a process that is killed.
 *
 * @param patience How long to wait for somebody else who loads the day, as PostgreSQL writes a time.
 * @throws {DayIsBusy} where they go on.
 */
export async function withDay<T>(
  pool: pg.Pool,
  day: DayOfType,
  work: (client: pg.PoolClient) => Promise<T>,
  patience = PATIENCE,
): Promise<T> {
  const client = await pool.connect()
  try {
    // Else the server only finds out that a loader is gone when its statement is complete.
    await client.query("SET client_connection_check_interval = '1s'")
    await client.query(`SET lock_timeout = '${patience}'`)
    await client.query("SELECT pg_advisory_lock('etl.sealed_days'::regclass::oid::integer, hashtext($1))", [
      dayName(day),
    ])
    await client.query('RESET lock_timeout')
    return await work(client)
  } catch (error) {
    if (isLockTimeout(error))
      throw new DayIsBusy(`Somebody else is loading the ${day.type} of ${day.date}, or holds its tables.`, {
        cause: error,
      })
    throw error
  } finally {
    // The lock ends now, where the connection still works, and else with it; the settings do so in any case.
    await client.query('SELECT pg_advisory_unlock_all()').catch(() => {})
    client.release(true)
  }
}

/** The sessions, by their backend's pid, that are loading or tidying a day. */
export async function sessionsLoading(database: pg.ClientBase | pg.Pool): Promise<number[]> {
  const { rows } = await database.query<{ pid: number }>(
    `SELECT pid FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
     WHERE locktype = 'advisory' AND classid = 'etl.sealed_days'::regclass AND granted
       AND datname = current_database()`,
  )
  return rows.map(({ pid }) => pid)
}

/** Whether a statement gave up waiting for a lock. */
export function isLockTimeout(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '55P03'
}
