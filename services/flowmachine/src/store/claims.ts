import type pg from 'pg'

/** The right to compute one query, held by one worker. */
export interface Claim {
  readonly query_id: string
  /** Numbers this attempt. Who publishes must still hold the claim with this number. */
  readonly run: number
}

/** How an attempt ended. */
export type Outcome = 'published' | 'failed' | 'unneeded' | 'postponed' | 'lost'

/** Another worker has taken over: nothing that this one has computed may be published. */
export class ClaimLost extends Error {
  override readonly name = 'ClaimLost'
}

/**
 * Claims the query that has waited longest among those whose parts are stored; undefined when none is due. The
 * connection that asks is the one that will compute: its backend is noted, so that a successor can end it.
 */
export async function claimNext(client: pg.ClientBase, workerId: string): Promise<Claim | undefined> {
  const { rows } = await client.query<Claim>(
    `WITH next AS (
       SELECT query_id
       FROM cache.tasks AS task
       WHERE state = 'queued' AND NOT EXISTS (
         SELECT FROM cache.query_children AS link
         JOIN cache.tasks AS part ON part.query_id = link.child_id
         WHERE link.query_id = task.query_id AND part.state IN ('queued', 'executing')
       )
       ORDER BY queued_at, depth, query_id
       LIMIT 1
       FOR UPDATE SKIP LOCKED
     ), started AS (
       UPDATE cache.tasks SET state = 'executing' FROM next WHERE tasks.query_id = next.query_id
       RETURNING tasks.query_id
     ), claimed AS (
       INSERT INTO cache.claims (query_id, run, worker_id, backend_pid, backend_started_at)
       SELECT started.query_id, nextval('cache.run_seq'), $1, activity.pid, activity.backend_start
       FROM started, pg_stat_activity AS activity
       WHERE activity.pid = pg_backend_pid()
       RETURNING query_id, run
     )
     INSERT INTO cache.runs (run, query_id, worker_id)
     SELECT run, query_id, $1 FROM claimed
     RETURNING query_id, run`,
    [workerId],
  )
  return rows[0]
}

/**
 * Gives a claim back, with the task done or not. In the transaction that publishes this is what fences off a
 * worker that was taken for dead.
 *
 * @throws {ClaimLost} when the claim is no longer held.
 */
export async function settleClaim(
  client: pg.ClientBase,
  { query_id, run }: Claim,
  outcome: Outcome,
): Promise<void> {
  const { rowCount } = await client.query('DELETE FROM cache.claims WHERE query_id = $1 AND run = $2', [
    query_id,
    run,
  ])
  if (rowCount !== 1) throw new ClaimLost(`Run ${run} of query ${query_id} has been taken over`)
  await client.query('UPDATE cache.runs SET finished_at = now(), outcome = $2 WHERE run = $1', [run, outcome])
  if (outcome === 'published' || outcome === 'unneeded')
    await client.query('DELETE FROM cache.tasks WHERE query_id = $1', [query_id])
  if (outcome === 'postponed')
    await client.query(
      `UPDATE cache.tasks SET state = 'queued' WHERE query_id = $1 AND state = 'executing'`,
      [query_id],
    )
}

/** Says that a worker exists. */
export async function registerWorker(
  database: pg.Pool,
  workerId: string,
  host: string,
  pid: number,
): Promise<void> {
  await database.query('INSERT INTO cache.workers (worker_id, host, pid) VALUES ($1, $2, $3)', [
    workerId,
    host,
    pid,
  ])
}

/** Says that a worker is alive. */
export async function heartbeat(database: pg.Pool, workerId: string): Promise<void> {
  await database.query('UPDATE cache.workers SET heartbeat_at = now() WHERE worker_id = $1', [workerId])
}

/** Says that a worker has stopped in good order. */
export async function unregisterWorker(database: pg.Pool, workerId: string): Promise<void> {
  await database.query(
    `DELETE FROM cache.workers AS worker
     WHERE worker_id = $1 AND NOT EXISTS (SELECT FROM cache.claims WHERE claims.worker_id = worker.worker_id)`,
    [workerId],
  )
}

/** A query that keeps taking its process or backend down is not tried for ever. */
const MOST_LOST_RUNS = 3

/**
 * Takes the claims that nobody can fulfil any more: those of workers that have been silent for too long, whose
 * backends are ended, and those whose backend is gone. Their queries are queued again.
 *
 * @param silentSeconds How long a worker may go without a heartbeat.
 * @returns the claims that were taken.
 */
export async function takeOverDeadClaims(client: pg.ClientBase, silentSeconds: number): Promise<Claim[]> {
  const { rows } = await client.query<Claim>(
    `WITH dead AS (
       SELECT claim.query_id, claim.run, activity.pid
       FROM cache.claims AS claim
       JOIN cache.workers AS worker USING (worker_id)
       LEFT JOIN pg_stat_activity AS activity
         ON activity.pid = claim.backend_pid AND activity.backend_start = claim.backend_started_at
       WHERE worker.heartbeat_at < now() - make_interval(secs => $1) OR activity.pid IS NULL
       FOR UPDATE OF claim SKIP LOCKED
     ), taken AS (
       DELETE FROM cache.claims USING dead WHERE claims.run = dead.run
       RETURNING claims.query_id, claims.run, pg_terminate_backend(dead.pid)
     ), logged AS (
       UPDATE cache.runs SET finished_at = now(), outcome = 'lost' FROM taken WHERE runs.run = taken.run
     ), queued AS (
       UPDATE cache.tasks
       SET state = CASE WHEN lost.runs < $2 THEN 'queued' ELSE 'errored' END,
         reason = CASE WHEN lost.runs < $2 THEN NULL ELSE 'The query was given up after its computation broke off several times.' END
       FROM taken CROSS JOIN LATERAL (
         SELECT 1 + count(*) AS runs
         FROM cache.runs JOIN cache.tasks AS task USING (query_id)
         WHERE runs.query_id = taken.query_id AND outcome = 'lost' AND runs.started_at >= task.queued_at
       ) AS lost
       WHERE tasks.query_id = taken.query_id
     )
     SELECT query_id, run FROM taken`,
    [silentSeconds, MOST_LOST_RUNS],
  )
  return rows
}
