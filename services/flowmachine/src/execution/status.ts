import type { Progress, QueryState, Spec } from '@flowkit/contract'
import { type Query, releasedQuery } from '../queries/query.ts'
import { findAskedQuery } from '../store/queries.ts'
import { queuePosition } from '../store/queue.ts'
import { currentResults, type StoredResult } from '../store/results.ts'
import { tasksOf } from '../store/tasks.ts'
import { due } from './due.ts'
import type { Engine } from './engine.ts'
import { lookedUpFor } from './inputs.ts'
import { progressOf } from './progress.ts'

/** Where a query is, as one look at the database tells. */
export interface Status {
  readonly query: Query
  readonly state: QueryState
  readonly progress: Progress
  /** Why it failed, for the person who asked. */
  readonly reason: string | null
  /** Seconds since it was queued; null when it is not under way. */
  readonly elapsed: number | null
  /** The newest complete results of the query and what it may be computed from, by query id. */
  readonly results: ReadonlyMap<string, StoredResult>
  /**
   * The result that may be given out; a stale one for a grace time, also while a newer one is computed, unless
   * somebody has opted out of it.
   */
  readonly readable: StoredResult | undefined
}

/** The status of a query by its id; undefined for an id that nobody has asked for, those of parts among them. */
export async function statusOf(engine: Engine, queryId: string): Promise<Status | undefined> {
  const spec = await findAskedQuery(engine.control, queryId)
  return spec && statusOfSpec(engine, spec)
}

/** The status of a query by what is asked. */
export async function statusOfSpec(engine: Engine, spec: Spec): Promise<Status> {
  const query = releasedQuery(spec)
  const ids = lookedUpFor(query)
  // Publishing removes the task in the transaction that adds the result, so that who looks in this order finds one
  // of the two; the other way round a query could be seen with neither.
  const known = await tasksOf(engine.control, ids)
  const results = await currentResults(engine.control, ids)
  const own = results.get(query.id)
  const inTime = own && !own.revoked && (own.fresh || (own.stale_for ?? 0) < engine.graceSeconds)
  const readable = inTime ? own : undefined
  const needed = due(query, results)
  const tasks = known.filter(task => needed.some(({ id }) => id === task.query_id))
  const task = tasks.find(each => each.query_id === query.id)
  const idle = { eligible: 0, queued: 0, running: 0 }
  if (own?.fresh || (readable && !task))
    return { query, results, readable, state: 'completed', progress: idle, reason: null, elapsed: null }
  return {
    query,
    results,
    readable,
    state: task?.state ?? 'known',
    progress: progressOf(needed, tasks),
    reason: task?.reason ?? null,
    elapsed: task && isUnderWay(task.state) ? task.seconds : null,
  }
}

/** Whether a query is being waited for. */
export function isUnderWay(state: QueryState): boolean {
  return state === 'queued' || state === 'executing'
}

/** The place in the queue of a query of which nothing is being computed yet, from 1; null for any other. */
export async function positionOf(engine: Engine, { query, state }: Status): Promise<number | null> {
  return state === 'queued' ? queuePosition(engine.control, query.id) : null
}
