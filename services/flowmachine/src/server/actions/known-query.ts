import { z } from 'zod'
import type { Engine } from '../../execution/engine.ts'
import { type Status, statusOf } from '../../execution/status.ts'
import { ActionError } from '../reply.ts'

/** The parameters of actions about a query that was asked for before. */
export const byQueryId = z.strictObject({ query_id: z.string() })

const IS_ID = /^[0-9a-f]{32}$/

/** The status of a query that was asked for. @throws {ActionError} for any other id. */
export async function knownQuery(engine: Engine, queryId: string): Promise<Status> {
  // Whatever is no id of ours would be nothing to the database either, and a NUL among it an error.
  const status = IS_ID.test(queryId) ? await statusOf(engine, queryId) : undefined
  if (status) return status
  throw new ActionError(`Unknown query id: '${queryId}'`, { query_id: queryId, query_state: 'awol' })
}
