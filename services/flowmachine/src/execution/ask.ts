import type { Identity, Progress, Spec } from '@flowkit/contract'
import { transaction } from '@flowkit/service'
import { releasedQuery, tree } from '../queries/query.ts'
import { readCatalog } from '../source/catalog.ts'
import { userOf, want } from '../store/interests.ts'
import { rememberQueries } from '../store/queries.ts'
import { currentResults } from '../store/results.ts'
import { enqueue, tasksOf, withdraw } from '../store/tasks.ts'
import { due } from './due.ts'
import type { Engine } from './engine.ts'
import { preflight } from './preflight.ts'
import { progressOf } from './progress.ts'

/**
 * Asks for a query: queues what of it is missing or stale, unless it is queued already. Asking for what is stored
 * costs nothing.
 *
 * @param identity Who asks; as long as they, or others, are interested in it, it is computed.
 * @returns its id, and how many of its parts have still to be computed.
 * @throws {InvalidQuery} when it can't be computed on the data that is held.
 */
export async function ask(
  engine: Engine,
  spec: Spec,
  identity?: Identity,
): Promise<{ queryId: string; progress: Progress }> {
  const query = releasedQuery(spec)
  const queries = tree(query)
  const ids = queries.map(({ id }) => id)
  const stored = await currentResults(engine.control, ids)
  const needed = due(query, stored)
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
    if (missing.length > 0) await want(client, { query_id: query.id, ...userOf(identity) }, missingIds)
    return { missing, tasks: await tasksOf(client, missingIds) }
  })
  if (missing.length > 0) engine.wakeup.notify()
  return { queryId: query.id, progress: progressOf(missing, tasks) }
}
