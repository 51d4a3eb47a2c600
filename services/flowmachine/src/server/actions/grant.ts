import type { ResultFormat } from '@flowkit/contract'
import type { Engine } from '../../execution/engine.ts'
import type { Status } from '../../execution/status.ts'
import { name, type Sql } from '../../sql.ts'
import { noteUse } from '../../store/cache.ts'
import { recordGrant } from '../../store/ledger.ts'
import type { StoredResult } from '../../store/results.ts'
import type { ActionContext } from '../action.ts'
import { ActionError } from '../reply.ts'
import { assertWithin } from './limits.ts'

/** FlowKit's words for why there is no result. */
const WHY_NOT: Readonly<Record<string, string>> = {
  queued: 'is queued',
  executing: 'is currently running',
  errored: 'finished with an error',
  cancelled: 'was cancelled',
  known: 'is known, but has not yet been run',
}

/** A result that is given to somebody. */
interface Grant {
  /** Its number in the ledger, by which it is closed. */
  readonly entry: number
  readonly result: StoredResult
}

/**
 * Gives a result to somebody: the grant is in the ledger before anything else happens.
 *
 * @throws {ActionError} when there is no result to give, nobody to give it to, or it is finer than they may ask.
 */
export async function grant(
  engine: Engine,
  status: Status,
  { identity: to, limits }: Pick<ActionContext, 'identity' | 'limits'>,
  format: ResultFormat,
): Promise<Grant> {
  assertWithin(limits, status.query.spec)
  const result = readableResult(status)
  if (!to)
    throw new ActionError('Results are given only on behalf of somebody: the request names no identity.')
  const entry = await recordGrant(engine.control, to, status.query.spec, result, format)
  await noteUse(engine.control, [status.query.id])
  return { entry, result }
}

/** The result of a query that may be given out. @throws {ActionError} when there is none, saying why. */
export function readableResult({ query, state, readable }: Status): StoredResult {
  if (readable) return readable
  const payload = { query_id: query.id, query_state: state }
  throw new ActionError(`Query with id '${query.id}' ${WHY_NOT[state] ?? 'has no result'}.`, payload)
}

/** The table of a result. */
export function tableOf({ table_schema, table_name }: StoredResult): Sql {
  return name(table_schema, table_name)
}

/** What is reported with a result about what it leaves out. */
export function releaseCounts({ threshold, row_count, cells_left_out }: StoredResult) {
  return { threshold, rows_released: row_count, cells_left_out }
}
