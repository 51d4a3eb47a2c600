import type { Identity, Progress, Spec } from '@flowkit/contract'
import { transaction } from '@flowkit/service'
import { releasedQuery, tree } from '../queries/query.ts'
import { readCatalog } from '../source/catalog.ts'
import { noteUse } from '../store/cache.ts'
import { type Priority, userOf, want } from '../store/interests.ts'
import { findAskedQuery, rememberQueries } from '../store/queries.ts'
import { countWaiting } from '../store/queue.ts'
import { currentResults } from '../store/results.ts'
import { enqueue, tasksOf, withdraw } from '../store/tasks.ts'
import { noteTrace } from '../telemetry/asked-by.ts'
import { due } from './due.ts'
import type { Engine } from './engine.ts'
import { lookedUp } from './inputs.ts'
import { preflight } from './preflight.ts'
import { progressOf } from './progress.ts'

/** A user waits for as many queries as one may; the message is for them. */
export class TooManyQueries extends Error {
  override readonly name = 'TooManyQueries'
  constructor(limit: number) {
    super(
      `You wait for ${limit} queries already, and one user may not wait for more. Ask again when some are done, or cancel some.`,
    )
  }
}

/** On whose behalf a query is asked for, and how urgent it is. */
export interface Asker {
  readonly identity: Identity | undefined
  readonly priority: Priority
}

const SOMEBODY: Asker = { identity: undefined, priority: 'interactive' }

/**
 * Asks for a query: queues what of it is missing or stale, unless it is queued already. Asking for what is stored
 * costs nothing.
 *
 * @param asker As long as they, or others, are interested in it, it is computed.
 * @returns its id, and how many of its parts have still to be computed.
 * @throws {InvalidQuery} when it can't be computed on the data that is held.
 * @throws {TooManyQueries} when it would have to be computed and its user waits for too many others.
 */
export async function ask(
  engine: Engine,
  spec: Spec,
  { identity, priority }: Asker = SOMEBODY,
): Promise<{ queryId: string; progress: Progress }> {
  const query = releasedQuery(spec)
  const user = userOf(identity)
  const queries = tree(query)
  const ids = lookedUp(queries)
  const stored = await currentResults(engine.control, ids)
  const needed = due(query, stored)
  if (needed.length === 0 && (await findAskedQuery(engine.control, query.id))) {
    // What is told to be there is not evicted before it could be read.
    await noteUse(engine.control, [query.id])
    return { queryId: query.id, progress: progressOf([], []) }
  }
  await preflight(
    engine.control,
    needed.map(each => each.query),
    await readCatalog(engine.control),
  )
  const { missing, tasks } = await transaction(engine.control, async client => {
    await rememberQueries(client, queries, query.id)
    await enqueue(client, needed)
    // What was published since we looked has lost its task, and has just been queued in vain.
    const missing = due(query, await currentResults(client, ids))
    const missingIds = missing.map(({ id }) => id)
    const published = needed.map(({ id }) => id).filter(id => !missingIds.includes(id))
    await withdraw(client, published)
    if (missing.length > 0) {
      const most = engine.mostWaitingPerUser
      if (most > 0 && (await countWaiting(client, user, query.id)) >= most) throw new TooManyQueries(most)
      await want(client, { query_id: query.id, ...user }, missingIds, priority, identity?.token_id)
      await noteTrace(client, missingIds)
    }
    return { missing, tasks: await tasksOf(client, missingIds) }
  })
  if (missing.length > 0) engine.wakeup.notify()
  else await noteUse(engine.control, [query.id])
  return { queryId: query.id, progress: progressOf(missing, tasks) }
}
