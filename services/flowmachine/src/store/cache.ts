import type pg from 'pg'
import { Together } from './together.ts'

/*
 * What the cache keeps. FlowKit's rule: a result is worth its time to compute by its size, times a weight that grows
 * with every use, and later uses count more: one use is worth twice as much as one that lies a half-life of uses back.
 * All is kept and compared as logarithms, which the weights do not outgrow.
 */

/** The limits of the cache. They are in the database, where all processes and FlowKit's library find them. */
export interface CacheLimits {
  /** In bytes. */
  readonly cache_size: number
  /** After how many uses a use counts half. */
  readonly half_life: number
  /** For how long a new result is kept in any case, in seconds; negative for no protection. */
  readonly cache_protected_period: number
}

/** Sets those limits that are given. */
export async function setCacheLimits(
  database: pg.Pool,
  limits: { readonly [Limit in keyof CacheLimits]?: number | undefined },
): Promise<void> {
  for (const [key, value] of Object.entries(limits))
    if (value !== undefined)
      await database.query('UPDATE cache.cache_config SET value = $2 WHERE key = $1', [key, String(value)])
}

/** Notes that the stored results of some queries have been used. */
export function noteUse(database: pg.Pool, queryIds: readonly string[]): Promise<void> {
  return uses.of(database, queryIds)
}

/** Two that write the same rows would wait for each other. */
const NOTING_AT_A_TIME = 1

/** Who is noted together counts at the same place among all uses, each once. */
const uses = new Together<readonly string[], void>(async (database, used) => {
  await database.query({
    name: 'note uses',
    text: `INSERT INTO cache.uses AS held (run, uses, weight)
     SELECT run, used.times, use.weight + ln(used.times)
     FROM (SELECT query_id, count(*) AS times FROM unnest($1::text[]) AS each (query_id) GROUP BY query_id) AS used
     JOIN cache.results USING (query_id), (
       SELECT nextval('cache.use_seq') * ln(1 + ln(2) / cache_half_life()) AS weight
     ) AS use
     WHERE superseded_at IS NULL
     ORDER BY run
     ON CONFLICT (run) DO UPDATE SET
       uses = held.uses + excluded.uses,
       last_used_at = excluded.last_used_at,
       weight = greatest(held.weight, excluded.weight) + ln(1 + exp(-abs(held.weight - excluded.weight)))`,
    values: [used.flat()],
  })
  return used.map(() => undefined)
}, NOTING_AT_A_TIME)

/** Notes that a query's result and those of its parts have been used. */
export async function noteUseWithParts(database: pg.Pool, queryId: string): Promise<void> {
  const { rows } = await database.query<{ child_id: string }>(
    'SELECT child_id FROM cache.query_children WHERE query_id = $1',
    [queryId],
  )
  await noteUse(database, [queryId, ...rows.map(({ child_id }) => child_id)])
}

/** What the cache holds. */
export interface CacheStatus extends CacheLimits {
  readonly results: number
  readonly bytes: number
  /** Results that were replaced or evicted and whose tables wait for their grace time to pass. */
  readonly retired: number
  readonly retired_bytes: number
}

/** What the cache holds, and its limits. */
export async function cacheStatus(database: pg.Pool): Promise<CacheStatus> {
  const { rows } = await database.query<CacheStatus>(
    `SELECT
       count(*) FILTER (WHERE superseded_at IS NULL) AS results,
       coalesce(sum(size_bytes) FILTER (WHERE superseded_at IS NULL), 0) AS bytes,
       count(superseded_at) AS retired,
       coalesce(sum(size_bytes) FILTER (WHERE superseded_at IS NOT NULL), 0) AS retired_bytes,
       cache_max_size() AS cache_size, cache_half_life() AS half_life,
       cache_protected_period() AS cache_protected_period
     FROM cache.results`,
  )
  const [status] = rows
  if (!status) throw new Error('The cache did not tell what it holds')
  return status
}

/**
 * How many results are evicted in one transaction, which is over in a fraction of a second. Each step looks at all
 * results: with 2,000 at a time, evicting 90,000 of 100,000 took most of a minute on a busy machine.
 */
const STEP = 10_000

/** What a step has evicted. */
export interface Evicted {
  readonly results: number
  readonly bytes: number
}

/**
 * Evicts results, those of least worth first, until the cache is within its size. What was made or used lately, what
 * is being computed again, and what a query that waits or is computed is made of, stays.
 *
 * An evicted result is no longer pointed to. Its table stays for the grace time, for those who are about to read it.
 *
 * @param usedWithinSeconds What "lately used" means.
 * @returns what one step has evicted; nothing when there is no more to be done, or another process is at it.
 */
export async function evictStep(client: pg.ClientBase, usedWithinSeconds: number): Promise<Evicted> {
  return evict(
    client,
    `created_at < now() - make_interval(secs => cache_protected_period())
       AND coalesce(last_used_at, '-infinity') < now() - make_interval(secs => $1)`,
    `(SELECT sum(size_bytes) FROM cache.results WHERE superseded_at IS NULL) - cache_max_size()`,
    usedWithinSeconds,
  )
}

/** Evicts everything that no query waits for, a step at a time. */
export async function evictAllStep(client: pg.ClientBase): Promise<Evicted> {
  return evict(client, '$1 = 0', `'infinity'::float8`, 0)
}

/**
 * @param which Which results may go: SQL over cache.results and cache.uses, with the value as `$1`.
 * @param excess How many bytes have to go: SQL.
 */
async function evict(client: pg.ClientBase, which: string, excess: string, value: number): Promise<Evicted> {
  const { rows: turn } = await client.query<{ mine: boolean }>(
    'SELECT pg_try_advisory_xact_lock($1) AS mine',
    [EVICTION_LOCK],
  )
  if (!turn[0]?.mine) return { results: 0, bytes: 0 }
  const { rows } = await client.query<Evicted>(
    `WITH needed AS (
       SELECT query_id FROM cache.tasks WHERE state IN ('queued', 'executing')
       UNION
       SELECT child_id FROM cache.query_children JOIN cache.tasks USING (query_id)
       WHERE state IN ('queued', 'executing')
     ), worth AS (
       SELECT run, size_bytes,
         coalesce(weight, 0) + ln(greatest(compute_ms, 0.001) / 1000) - ln(greatest(size_bytes, 1)) AS score
       FROM cache.results LEFT JOIN cache.uses USING (run)
       WHERE superseded_at IS NULL AND (${which}) AND query_id NOT IN (SELECT query_id FROM needed)
     ), ranked AS (
       SELECT run, sum(size_bytes) OVER (ORDER BY score, run) - size_bytes AS freed_before FROM worth
     ), least AS (
       SELECT run FROM ranked WHERE freed_before < ${excess} ORDER BY freed_before, run LIMIT ${STEP}
     ), evicted AS (
       UPDATE cache.results AS result SET superseded_at = now()
       FROM least
       WHERE result.run = least.run AND superseded_at IS NULL
       RETURNING size_bytes
     )
     SELECT count(*) AS results, coalesce(sum(size_bytes), 0) AS bytes FROM evicted`,
    [value],
  )
  return rows[0] ?? { results: 0, bytes: 0 }
}

/** Any number that no other advisory lock of the database has. */
const EVICTION_LOCK = 7_300_001
