import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'

/**
 * Keeps computations from getting on, by a lock on what days are read from: they wait at a known point for as long as
 * a test wants them to.
 */
export async function holdUp(database: pg.Pool): Promise<{ letGo(): Promise<void> }> {
  const holder = await database.connect()
  const { rows } = await holder.query<{ tables: string }>(
    `SELECT string_agg(facts_table || ', ' || visits_table, ', ') AS tables FROM etl.sealed_days`,
  )
  await holder.query(`BEGIN; LOCK TABLE ${rows[0]?.tables} IN ACCESS EXCLUSIVE MODE`)
  return {
    letGo: async () => {
      // Where the server was stopped, the lock went with it.
      await holder.query('COMMIT').then(
        () => holder.release(),
        (error: Error) => holder.release(error),
      )
    },
  }
}

/** The process that computes a query now; waits until there is one. */
export async function ownerOf(database: pg.Pool, queryId: string): Promise<number> {
  for (;;) {
    const { rows } = await database.query<{ pid: number }>(
      'SELECT pid FROM cache.claims JOIN cache.workers USING (worker_id) WHERE query_id = $1',
      [queryId],
    )
    if (rows[0]) return rows[0].pid
    await sleep(20)
  }
}

/** How the attempts at computing a query ended, oldest first. */
export async function outcomesOf(database: pg.Pool, queryId: string): Promise<string[]> {
  const { rows } = await database.query<{ outcome: string }>(
    'SELECT outcome FROM cache.runs WHERE query_id = $1 ORDER BY run',
    [queryId],
  )
  return rows.map(({ outcome }) => outcome)
}

/** The backends that wait for a lock that a test holds. */
export async function heldUp(database: pg.Pool): Promise<number[]> {
  const { rows } = await database.query<{ pid: number }>(
    `SELECT pid FROM pg_stat_activity
     WHERE datname = current_database() AND usename = 'flowmachine' AND wait_event_type = 'Lock'`,
  )
  return rows.map(({ pid }) => pid)
}
