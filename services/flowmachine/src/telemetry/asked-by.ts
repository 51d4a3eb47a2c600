import { currentTrace, inSpan, traceOf } from '@flowkit/service'
import type pg from 'pg'
import type { Claim } from '../store/claims.ts'

/** A query that a hundred people wait for is not linked to all of them. */
const MOST_LINKS = 8

/** Notes that what is done at the moment asks for some tasks, where it is traced. */
export async function noteTrace(client: pg.ClientBase, queryIds: readonly string[]): Promise<void> {
  const trace = currentTrace()
  if (trace === undefined) return
  await client.query(
    `UPDATE cache.tasks SET traces = (traces || $2::text)[1:${MOST_LINKS}]
     WHERE query_id = ANY($1) AND state = 'queued'`,
    [queryIds, trace],
  )
}

/**
 * Computes a claimed query as a trace of its own, which is linked to those of the requests that asked for it: they are
 * over long before, and there may be several.
 */
export async function traced<T>(client: pg.ClientBase, claim: Claim, compute: () => Promise<T>): Promise<T> {
  return inSpan('compute', { parent: 'none' }, async span => {
    if (!span.isRecording()) return compute()
    const { rows } = await client.query<{ kind: string; traces: string[] }>(
      'SELECT kind, traces FROM cache.tasks JOIN cache.queries USING (query_id) WHERE query_id = $1',
      [claim.query_id],
    )
    for (const { kind, traces } of rows) {
      span.setAttribute('flowkit.query_kind', kind)
      for (const asked of traces) {
        const context = traceOf(asked)
        if (context) span.addLink({ context })
      }
    }
    return compute()
  })
}
