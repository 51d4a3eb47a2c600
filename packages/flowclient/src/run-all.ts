import type { Client } from './client.ts'
import type { QuerySpec } from './queries/index.ts'
import type { QueryHandle, WaitOptions } from './query-handle.ts'

/** How to run several queries. */
export interface RunAllOptions extends WaitOptions {
  /** How many are under way at a time; four without it. */
  readonly concurrency?: number | undefined
}

const USUAL_CONCURRENCY = 4

/**
 * Runs queries, some at a time, and waits until all have a result. Results are shared: what queries have in common is
 * computed once.
 *
 * @returns the handles, in the order of the queries.
 * @throws what the first one that fails throws; those under way go on at FlowAPI, further ones are not run.
 *
 * @example Where people were on each day of a week
 * ```ts
 * import { connect, dailyLocation, dates, runAll, spatialAggregate } from 'flowclient'
 *
 * const client = connect({ url: 'https://flowkit.example.org', token: 'eyJ…' })
 * const queries = dates('2016-01-01', '2016-01-08').map(date =>
 *   spatialAggregate({ locations: dailyLocation({ date, method: 'last', aggregation_unit: 'admin3' }) }),
 * )
 * for (const handle of await runAll(client, queries)) console.log((await handle.json()).query_result)
 * ```
 */
export async function runAll<const Spec extends QuerySpec>(
  client: Client,
  specs: readonly Spec[],
  { concurrency = USUAL_CONCURRENCY, ...options }: RunAllOptions = {},
): Promise<QueryHandle<Spec>[]> {
  const failure = new AbortController()
  const signal = options.signal ? AbortSignal.any([options.signal, failure.signal]) : failure.signal
  const handles: QueryHandle<Spec>[] = []
  const next = specs.entries()
  const work = async () => {
    for (const [position, spec] of next) {
      const handle = await client.run(spec, { signal })
      await handle.wait({ ...options, signal })
      handles[position] = handle
    }
  }
  const workers = Array.from({ length: Math.min(Math.max(1, concurrency), specs.length) }, () =>
    work().catch((error: unknown) => {
      failure.abort(error)
      throw error
    }),
  )
  await Promise.all(workers)
  return handles
}
