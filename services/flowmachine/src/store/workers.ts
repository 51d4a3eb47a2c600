import type pg from 'pg'

/** A process that computes queries. */
export interface WorkerIdentity {
  readonly id: string
  readonly host: string
  readonly pid: number
}

/**
 * Says that a worker is alive, also for the first time, or again after it was silent for so long that it was
 * forgotten. The database's clock counts: that of the worker's machine may be wrong.
 */
export async function heartbeat(database: pg.Pool, { id, host, pid }: WorkerIdentity): Promise<void> {
  await database.query(
    `INSERT INTO cache.workers (worker_id, host, pid) VALUES ($1, $2, $3)
     ON CONFLICT (worker_id) DO UPDATE SET heartbeat_at = now()`,
    [id, host, pid],
  )
}

/** Says that a worker has stopped in good order. */
export async function unregisterWorker(database: pg.Pool, workerId: string): Promise<void> {
  await database.query(
    `DELETE FROM cache.workers AS worker
     WHERE worker_id = $1 AND NOT EXISTS (SELECT FROM cache.claims WHERE claims.worker_id = worker.worker_id)`,
    [workerId],
  )
}

/** Forgets workers that have long been silent and whose claims have been taken over. */
export async function forgetWorkers(database: pg.Pool, silentSeconds: number): Promise<void> {
  await database.query(
    `DELETE FROM cache.workers AS worker
     WHERE heartbeat_at < now() - make_interval(secs => $1)
       AND NOT EXISTS (SELECT FROM cache.claims WHERE claims.worker_id = worker.worker_id)`,
    [silentSeconds],
  )
}

/** The numbers of the runs whose claims a worker holds. */
export async function claimsOf(database: pg.Pool, workerId: string): Promise<Set<number>> {
  const { rows } = await database.query<{ run: number }>(
    'SELECT run FROM cache.claims WHERE worker_id = $1',
    [workerId],
  )
  return new Set(rows.map(({ run }) => run))
}
