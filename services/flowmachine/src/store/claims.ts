import type pg from 'pg'
import { failTask } from './tasks.ts'

/** The right to compute one query, held by one worker. */
export interface Claim {
  readonly query_id: string
  /** Numbers this attempt. Who publishes must still hold the claim with this number. */
  readonly run: number
}

/** How an attempt ended. */
export type Outcome = 'published' | 'failed' | 'unneeded' | 'postponed' | 'lost' | 'cancelled'

/** The claim has been taken away: nothing that its former owner has computed may be published. */
export class ClaimLost extends Error {
  override readonly name = 'ClaimLost'
}

/**
 * Gives a claim back, with the task done or not. In the transaction that publishes this is what fences off a
 * worker that was taken for dead.
 *
 * @param reason Why the attempt failed, if it did.
 * @throws {ClaimLost} when the claim is no longer held.
 */
export async function settleClaim(
  client: pg.ClientBase,
  { query_id, run }: Claim,
  outcome: Outcome,
  reason: string | null = null,
): Promise<void> {
  const { rowCount } = await client.query('DELETE FROM cache.claims WHERE query_id = $1 AND run = $2', [
    query_id,
    run,
  ])
  if (rowCount !== 1) throw new ClaimLost(`Run ${run} of query ${query_id} has been taken away`)
  await client.query(
    'UPDATE cache.runs SET finished_at = clock_timestamp(), outcome = $2, reason = $3 WHERE run = $1',
    [run, outcome, reason],
  )
  if (outcome === 'published' || outcome === 'unneeded')
    await client.query('DELETE FROM cache.tasks WHERE query_id = $1', [query_id])
  if (outcome === 'postponed')
    await client.query(
      `UPDATE cache.tasks SET state = 'queued' WHERE query_id = $1 AND state = 'executing'`,
      [query_id],
    )
}

/** A query that keeps taking its process or backend down is not tried for ever. */
const MOST_LOST_RUNS = 3

/**
 * Takes the claims that nobody can fulfil any more: those of workers that have been silent for too long, and those
 * whose backend is gone. Their queries are queued again, unless that has been in vain several times.
 *
 * @param silentSeconds How long a worker may go without a heartbeat.
 * @param givenUp What to tell those who asked for a query that is not tried again.
 * @returns the claims that were taken.
 */
export async function takeOverDeadClaims(
  client: pg.ClientBase,
  silentSeconds: number,
  givenUp: string,
): Promise<Claim[]> {
  const taken = await takeAway(
    client,
    'lost',
    'worker.heartbeat_at < now() - make_interval(secs => $2) OR activity.pid IS NULL',
    silentSeconds,
  )
  if (taken.length === 0) return taken
  const ids = taken.map(({ query_id }) => query_id)
  const { rows: hopeless } = await client.query<{ query_id: string }>(
    `SELECT query_id
     FROM cache.tasks JOIN cache.runs USING (query_id)
     WHERE query_id = ANY($1) AND outcome = 'lost' AND started_at >= queued_at
     GROUP BY query_id
     HAVING count(*) >= $2`,
    [ids, MOST_LOST_RUNS],
  )
  for (const { query_id } of hopeless) await failTask(client, query_id, givenUp)
  await client.query(
    `UPDATE cache.tasks SET state = 'queued' WHERE query_id = ANY($1) AND state = 'executing'`,
    [ids],
  )
  return taken
}

/**
 * Ends what has been computed for too long, whoever computes it. Those queries fail, and with them what waits for
 * them.
 *
 * @param limitSeconds How long a query may take, its parts apart.
 * @param reason What to tell those who asked.
 * @returns the claims that were taken.
 */
export async function endOverdueClaims(
  client: pg.ClientBase,
  limitSeconds: number,
  reason: string,
): Promise<Claim[]> {
  const taken = await takeAway(
    client,
    'failed',
    'claim.claimed_at < now() - make_interval(secs => $2)',
    limitSeconds,
    reason,
  )
  for (const { query_id } of taken) await failTask(client, query_id, reason)
  return taken
}

/**
 * Takes claims from their owners and ends the backends that compute. The caller moves the tasks on, in the same
 * transaction. A claim that is just being settled is left alone.
 *
 * That a backend has gone on to something else can't happen: its owner would first have had to settle the claim,
 * which is locked here until the end of the transaction.
 *
 * @param condition Which claims: SQL over `claim`, `worker`, `activity` and the value as `$2`.
 * @param reason Why the attempts failed, if they did.
 */
export async function takeAway(
  client: pg.ClientBase,
  outcome: Outcome,
  condition: string,
  value: unknown,
  reason: string | null = null,
): Promise<Claim[]> {
  const { rows } = await client.query<Claim>(
    `WITH chosen AS (
       SELECT claim.run, activity.pid
       FROM cache.claims AS claim
       JOIN cache.workers AS worker USING (worker_id)
       LEFT JOIN pg_stat_activity AS activity
         ON activity.pid = claim.backend_pid AND activity.backend_start = claim.backend_started_at
       WHERE ${condition}
       FOR UPDATE OF claim SKIP LOCKED
     ), taken AS (
       DELETE FROM cache.claims USING chosen WHERE claims.run = chosen.run
       RETURNING claims.query_id, claims.run, pg_terminate_backend(chosen.pid)
     )
     UPDATE cache.runs SET finished_at = clock_timestamp(), outcome = $1, reason = $3
     FROM taken
     WHERE runs.run = taken.run
     RETURNING taken.query_id, taken.run`,
    [outcome, value, reason],
  )
  return rows
}
