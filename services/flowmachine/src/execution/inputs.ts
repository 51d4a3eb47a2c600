import { isSpec, type Query, storedQuery, tree } from '../queries/query.ts'
import type { StoredResult } from '../store/results.ts'

/** The stored results that a query is computed from. */
export interface Inputs {
  /** All of them; where one is missing or stale, it is computed first. */
  readonly queries: readonly Query[]
  /** The result for everybody, if that is what the query is taken from. */
  readonly whole: StoredResult | undefined
}

/**
 * What a query is computed from, as things are stored. Nobody else decides it: who asks, who counts what is still to
 * do and who computes all come here.
 *
 * It is made of its parts. A query about a subset of subscribers is taken from the result for everybody instead, when
 * that is stored and fresh: then the subset is the only part that it needs. That result has been read from the same
 * days and places, so that the rows and the recorded data versions are those that events would give.
 *
 * @param results The current results of {@link lookedUp}.
 */
export function inputsOf(query: Query, results: ReadonlyMap<string, StoredResult>): Inputs {
  const { whole, children, spec } = query
  const stored = whole && results.get(whole.id)
  if (!whole || !stored?.fresh || !isSpec(spec.subscriber_subset))
    return { queries: children, whole: undefined }
  return { queries: [whole, storedQuery(spec.subscriber_subset)], whole: stored }
}

/** The ids of all queries whose results decide how some queries are computed. */
export function lookedUp(queries: readonly Query[]): string[] {
  return [...new Set(queries.flatMap(({ id, whole }) => (whole ? [id, whole.id] : [id])))]
}

/** The same of a query and everything that it is made of. */
export function lookedUpFor(root: Query): string[] {
  return lookedUp(tree(root))
}
