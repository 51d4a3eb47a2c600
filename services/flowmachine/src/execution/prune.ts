import { transaction } from '@flowkit/service'
import type pg from 'pg'
import { type Evicted, evictAllStep, evictStep } from '../store/cache.ts'

/**
 * Brings the cache within its size, step by step: nobody waits for it, and what it has done stays when it is stopped.
 *
 * @param graceSeconds What was used within this time stays.
 */
export async function prune(database: pg.Pool, graceSeconds: number, signal?: AbortSignal): Promise<Evicted> {
  return stepByStep(() => transaction(database, client => evictStep(client, graceSeconds)), signal)
}

/** Evicts all results that no query waits for. They are computed again when they are asked for. */
export async function reset(database: pg.Pool): Promise<Evicted> {
  return stepByStep(() => transaction(database, evictAllStep))
}

async function stepByStep(step: () => Promise<Evicted>, signal?: AbortSignal): Promise<Evicted> {
  const total = { results: 0, bytes: 0 }
  while (!signal?.aborted) {
    const { results, bytes } = await step()
    if (results === 0) break
    total.results += results
    total.bytes += bytes
  }
  return total
}
