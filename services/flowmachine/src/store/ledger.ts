import type { Identity, ResultFormat, Spec } from '@flowkit/contract'
import type pg from 'pg'
import { type StoredResult, versionsOf } from './results.ts'

/**
 * Notes who is given which result in which format. Nothing is given before this has committed.
 *
 * @returns the number of the ledger's entry.
 */
export async function recordGrant(
  database: pg.Pool,
  to: Identity,
  spec: Spec,
  result: StoredResult,
  format: ResultFormat,
): Promise<number> {
  const { rows } = await database.query<{ entry: number }>(
    'SELECT ledger.append_grant($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) AS entry',
    [
      to.issuer,
      to.subject,
      to.token_id,
      result.query_id,
      JSON.stringify(spec),
      result.run,
      format,
      JSON.stringify(await versionsOf(database, result)),
      result.row_count,
      result.cells_left_out,
    ],
  )
  const [entry] = rows
  if (!entry) throw new Error('The ledger did not answer with an entry')
  return entry.entry
}
