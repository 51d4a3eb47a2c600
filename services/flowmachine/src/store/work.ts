import type pg from 'pg'
import type { TaskState } from './tasks.ts'

/** What all processes together have to do. */
export interface WorkStatus {
  readonly tasks: Readonly<Record<TaskState, number>>
  /** 0 when nothing waits. */
  readonly oldest_queued_seconds: number
  /** Processes that are alive. */
  readonly workers: number
}

/**
 * What all processes together have to do.
 *
 * @param aliveSeconds How long a process may be silent and still count as alive.
 */
export async function workStatus(database: pg.Pool, aliveSeconds: number): Promise<WorkStatus> {
  const { rows } = await database.query<Record<TaskState, number> & Omit<WorkStatus, 'tasks'>>(
    `SELECT
       count(*) FILTER (WHERE state = 'queued') AS queued,
       count(*) FILTER (WHERE state = 'executing') AS executing,
       count(*) FILTER (WHERE state = 'errored') AS errored,
       count(*) FILTER (WHERE state = 'cancelled') AS cancelled,
       coalesce(
         extract(epoch FROM clock_timestamp() - min(queued_at) FILTER (WHERE state = 'queued')), 0
       )::float8 AS oldest_queued_seconds,
       (SELECT count(*) FROM cache.workers WHERE heartbeat_at > now() - make_interval(secs => $1)) AS workers
     FROM cache.tasks`,
    [aliveSeconds],
  )
  const [status] = rows
  if (!status) throw new Error('The database did not tell what there is to do')
  const { oldest_queued_seconds, workers, ...tasks } = status
  return { tasks, oldest_queued_seconds, workers }
}
