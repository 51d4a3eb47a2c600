import { type Query, tree } from '../queries/query.ts'
import type { StoredResult } from '../store/results.ts'
import { inputsOf } from './inputs.ts'

/** A query that has to be computed, with the number of levels of parts below it. */
export interface Due {
  readonly id: string
  readonly depth: number
  readonly query: Query
}

/**
 * What is missing for a query to be answered: itself and its parts, parts first, but for those with a fresh result
 * and whatever only those are made of. Empty when its own result is fresh.
 *
 * @param results The current results of all that is looked up for the query.
 */
export function due(root: Query, results: ReadonlyMap<string, StoredResult>): Due[] {
  const isStored = (query: Query) => results.get(query.id)?.fresh === true
  const wanted = new Set<string>()
  const visit = (query: Query): void => {
    if (isStored(query) || wanted.has(query.id)) return
    wanted.add(query.id)
    inputsOf(query, results).queries.forEach(visit)
  }
  visit(root)
  return tree(root)
    .filter(query => wanted.has(query.id))
    .map(query => ({ id: query.id, depth: depthOf(query), query }))
}

function depthOf(query: Query): number {
  return query.children.reduce((deepest, child) => Math.max(deepest, 1 + depthOf(child)), 0)
}
