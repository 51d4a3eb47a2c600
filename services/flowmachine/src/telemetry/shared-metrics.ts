import type pg from 'pg'
import { Gauge, type Registry } from 'prom-client'
import { cacheStatus } from '../store/cache.ts'
import { type WorkStatus, workStatus } from '../store/work.ts'

/** Prometheus gives up after ten seconds; what the process knows by itself is told before that. */
const ANSWER_WITHIN_MS = 2_000

type Look = WorkStatus & Awaited<ReturnType<typeof cacheStatus>>

/**
 * Adds what all processes share, as the database tells: each of them gives the same numbers. The database is asked when
 * somebody asks for the metrics. While it does not answer, `flowmachine_database_up` is 0 and the rest is left out: no
 * number is better than an old one.
 *
 * @param aliveSeconds How long a process may be silent and still count as alive.
 */
export function watchShared(registry: Registry, database: pg.Pool, aliveSeconds: number): void {
  let looking: Promise<Look | undefined> | undefined
  /** All gauges of one answer share one look. */
  const look = () => {
    looking ??= lookAt(database, aliveSeconds).finally(() => {
      looking = undefined
    })
    return looking
  }

  const gauge = <L extends string>(
    name: string,
    help: string,
    labelNames: readonly L[],
    set: (gauge: Gauge<L>, seen: Look) => void,
  ) => {
    new Gauge({
      name,
      help,
      labelNames,
      registers: [registry],
      async collect() {
        this.reset()
        const seen = await look()
        if (seen) set(this, seen)
        // One without labels is 0 after a reset.
        else if (labelNames.length === 0) this.remove()
      },
    })
  }

  new Gauge({
    name: 'flowmachine_database_up',
    help: 'Whether FlowDB answers.',
    registers: [registry],
    async collect() {
      this.set((await look()) ? 1 : 0)
    },
  })
  gauge('flowmachine_tasks', 'Queries and parts of queries, by where they are.', ['state'], (each, seen) => {
    for (const [state, tasks] of Object.entries(seen.tasks)) each.set({ state }, tasks)
  })
  gauge(
    'flowmachine_oldest_queued_seconds',
    'For how long what has waited longest has been waiting; 0 when nothing waits.',
    [],
    (each, seen) => each.set(seen.oldest_queued_seconds),
  )
  gauge('flowmachine_workers', 'FlowMachine processes that are alive.', [], (each, seen) =>
    each.set(seen.workers),
  )
  gauge(
    'flowmachine_cache_results',
    'Stored results: current ones, and those that are replaced or evicted and not dropped yet.',
    ['state'],
    (each, seen) => {
      each.set({ state: 'current' }, seen.results)
      each.set({ state: 'retired' }, seen.retired)
    },
  )
  gauge('flowmachine_cache_bytes', 'The size of stored results.', ['state'], (each, seen) => {
    each.set({ state: 'current' }, seen.bytes)
    each.set({ state: 'retired' }, seen.retired_bytes)
  })
  gauge('flowmachine_cache_limit_bytes', 'How much current results may take.', [], (each, seen) =>
    each.set(seen.cache_size),
  )
}

/** What the database tells; undefined where it does not in time. */
async function lookAt(database: pg.Pool, aliveSeconds: number): Promise<Look | undefined> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<undefined>(resolve => {
    timer = setTimeout(() => resolve(undefined), ANSWER_WITHIN_MS)
  })
  const seen = Promise.all([workStatus(database, aliveSeconds), cacheStatus(database)]).then(
    ([work, cache]) => ({ ...work, ...cache }),
    () => undefined,
  )
  try {
    return await Promise.race([seen, tooLate])
  } finally {
    clearTimeout(timer)
  }
}
