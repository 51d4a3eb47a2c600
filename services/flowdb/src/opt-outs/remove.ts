import type { Readable } from 'node:stream'
import type { Pseudonymizer } from '@flowkit/service'
import { transaction } from '@flowkit/service'
import type pg from 'pg'
import { countOptOuts, readList } from './list.ts'

/** What became of a list of people who opt in again. */
export interface RemovedOptOuts {
  /** Who was on the list. */
  readonly removed: number
  /** Who is on the list still. */
  readonly total: number
}

/**
 * Takes people from the list of those who are left out: loads from now on have them. What was removed stays gone.
 *
 * @param source One identifier a line; empty lines are skipped.
 * @throws {FlowDbError} naming the first line that cannot be used, without what it holds; nobody is taken then.
 */
export function removeOptOuts(
  pool: pg.Pool,
  source: Readable,
  pseudonym: Pseudonymizer,
): Promise<RemovedOptOuts> {
  return transaction(pool, async client => {
    await readList(client, source, pseudonym, 'Nobody was taken from the list.')
    const { rowCount } = await client.query(
      'DELETE FROM etl.opt_outs WHERE msisdn IN (SELECT msisdn FROM listed)',
    )
    return { removed: rowCount ?? 0, total: await countOptOuts(client) }
  })
}
