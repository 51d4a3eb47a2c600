import { transaction } from '@flowkit/service'
import type pg from 'pg'

/** Ends a transaction whose outcome was only to be seen. */
class DryRun<T> extends Error {
  readonly outcome: T

  constructor(outcome: T) {
    super('only a dry run')
    this.outcome = outcome
  }
}

/** Runs `work` in one transaction, and takes it back where it was only to be tried. */
export async function tryOrCommit<T>(
  pool: pg.Pool,
  dryRun: boolean,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  try {
    return await transaction(pool, async client => {
      const outcome = await work(client)
      if (dryRun) throw new DryRun(outcome)
      return outcome
    })
  } catch (error) {
    if (error instanceof DryRun) return error.outcome
    throw error
  }
}
