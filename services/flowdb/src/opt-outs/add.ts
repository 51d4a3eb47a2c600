import type { Readable } from 'node:stream'
import type { Pseudonymizer } from '@flowkit/service'
import { transaction } from '@flowkit/service'
import type pg from 'pg'
import { countOptOuts, readList } from './list.ts'

/** What became of a list of people who opt out. */
export interface AddedOptOuts {
  /** Who was not on the list yet. */
  readonly added: number
  /** Who is on the list now. */
  readonly total: number
}

/**
 * Puts people on the lasting list of those who are left out of every load: all of them or, where one line cannot be
 * used, none.
 *
 * @param source One identifier a line; empty lines are skipped.
 * @throws {FlowDbError} naming the first line that cannot be used, without what it holds.
 */
export function addOptOuts(pool: pg.Pool, source: Readable, pseudonym: Pseudonymizer): Promise<AddedOptOuts> {
  return transaction(pool, async client => {
    await readList(client, source, pseudonym, 'Nobody was added.')
    const { rowCount } = await client.query(
      'INSERT INTO etl.opt_outs (msisdn) SELECT DISTINCT msisdn FROM listed ON CONFLICT DO NOTHING',
    )
    return { added: rowCount ?? 0, total: await countOptOuts(client) }
  })
}
