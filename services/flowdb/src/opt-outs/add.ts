import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { transaction } from '@flowkit/service'
import type pg from 'pg'
import { FlowDbError } from '../errors.ts'
import type { Pseudonymizer } from '../ingest/pseudonyms.ts'
import { copyInto } from '../load/copy.ts'

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
    await client.query('CREATE TEMPORARY TABLE opting_out (msisdn bytea NOT NULL) ON COMMIT DROP')
    await copyInto(client, 'opting_out', { columns: ['msisdn'], chunks: pseudonyms(source, pseudonym) })
    const { rowCount } = await client.query(
      'INSERT INTO etl.opt_outs (msisdn) SELECT DISTINCT msisdn FROM opting_out ON CONFLICT DO NOTHING',
    )
    const { rows } = await client.query<{ total: number }>('SELECT count(*) AS total FROM etl.opt_outs')
    return { added: rowCount ?? 0, total: rows[0]?.total ?? 0 }
  })
}

/** Pseudonyms as lines of COPY text. */
async function* pseudonyms(source: Readable, pseudonym: Pseudonymizer): AsyncGenerator<string> {
  let number = 0
  for await (const line of createInterface({ input: source, crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1
    if (line.trim() === '') continue
    const hash = pseudonym(line)
    if (hash === undefined) throw new FlowDbError(`Line ${number} is not a hash. Nobody was added.`)
    yield `\\\\x${hash}\n`
  }
}
