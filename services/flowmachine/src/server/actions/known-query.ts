import { z } from 'zod'
import type { Engine } from '../../execution/engine.ts'
import { type Status, statusOf } from '../../execution/status.ts'
import { ActionError } from '../reply.ts'

/** The parameters of actions about a query that was asked for before. */
export const byQueryId = z.strictObject({ query_id: z.string() })

/** The status of a query that was asked for. @throws {ActionError} for any other id. */
export async function knownQuery(engine: Engine, queryId: string): Promise<Status> {
  const status = await statusOf(engine, queryId)
  if (status) return status
  throw new ActionError(`Unknown query id: '${queryId}'`, { query_id: queryId, query_state: 'awol' })
}
