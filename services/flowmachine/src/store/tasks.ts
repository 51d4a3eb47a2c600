import type pg from 'pg'
import { lookup } from './together.ts'

/** Where a query is on its way to a result. */
export type TaskState = 'queued' | 'executing' | 'errored' | 'cancelled'

export interface Task {
  readonly query_id: string
  readonly state: TaskState
  readonly reason: string | null
  /** Since it was queued. */
  readonly seconds: number
}

/**
 * Queues what has to be computed. Tasks that are waiting or running stay as they are; those that failed or were
 * cancelled are tried again.
 *
 * @param due Query ids with the number of levels of parts below each.
 */
export async function enqueue(
  client: pg.ClientBase,
  due: readonly { readonly id: string; readonly depth: number }[],
): Promise<void> {
  await client.query(
    `INSERT INTO cache.tasks AS task (query_id, state, depth)
     SELECT query_id, 'queued', depth
     FROM unnest($1::text[], $2::integer[]) AS due (query_id, depth)
     ORDER BY query_id
     ON CONFLICT (query_id) DO UPDATE SET state = 'queued', queued_at = now(), reason = NULL, traces = '{}'
     WHERE task.state IN ('errored', 'cancelled')`,
    [due.map(({ id }) => id), due.map(({ depth }) => depth)],
  )
}

/** Takes back what has been queued and is waiting. */
export async function withdraw(client: pg.ClientBase, queryIds: readonly string[]): Promise<void> {
  if (queryIds.length === 0) return
  await client.query(`DELETE FROM cache.tasks WHERE query_id = ANY($1) AND state = 'queued'`, [queryIds])
}

/** The tasks among some queries. */
export async function tasksOf(
  database: pg.ClientBase | pg.Pool,
  queryIds: readonly string[],
): Promise<Task[]> {
  const found = await tasks.of(database, queryIds)
  return queryIds.flatMap(id => found.get(id) ?? [])
}

const tasks = lookup<Task>(async (database, queryIds) => {
  const { rows } = await database.query<Task>({
    name: 'tasks of queries',
    text: `SELECT query_id, state, reason, extract(epoch FROM clock_timestamp() - queued_at)::float8 AS seconds
     FROM cache.tasks WHERE query_id = ANY($1)`,
    values: [queryIds],
  })
  return new Map(rows.map(row => [row.query_id, row]))
})

/** Marks a task as failed, and with it all that wait for its result. */
export async function failTask(client: pg.ClientBase, queryId: string, reason: string): Promise<void> {
  await client.query(
    `WITH RECURSIVE affected (query_id) AS (
       SELECT $1::text
       UNION
       SELECT link.query_id FROM affected JOIN cache.query_children AS link ON link.child_id = affected.query_id
     ), failed AS (
       SELECT query_id
       FROM cache.tasks JOIN affected USING (query_id)
       WHERE state = 'queued' OR query_id = $1
       ORDER BY query_id
       FOR UPDATE OF tasks
     )
     UPDATE cache.tasks SET state = 'errored', reason = $2 FROM failed WHERE tasks.query_id = failed.query_id`,
    [queryId, reason],
  )
}

/** Forgets tasks that failed or were cancelled and that nobody has asked for again. */
export async function forgetEndedTasks(database: pg.Pool, seconds: number): Promise<void> {
  await database.query(
    `DELETE FROM cache.tasks
     WHERE state IN ('errored', 'cancelled') AND queued_at < now() - make_interval(secs => $1)`,
    [seconds],
  )
}
