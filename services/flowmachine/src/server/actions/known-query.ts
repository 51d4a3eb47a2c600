import type { Spec } from '@flowkit/contract'
import { z } from 'zod'
import type { Engine } from '../../execution/engine.ts'
import { type Status, statusOfSpec } from '../../execution/status.ts'
import { findAskedQuery } from '../../store/queries.ts'
import { ActionError } from '../reply.ts'

/** The parameters of actions about a query that was asked for before. */
export const byQueryId = z.strictObject({ query_id: z.string() })

const IS_ID = /^[0-9a-f]{32}$/

/** The status of a query that was asked for. @throws {ActionError} for any other id. */
export async function knownQuery(engine: Engine, queryId: string): Promise<Status> {
  return statusOfSpec(engine, await knownSpec(engine, queryId))
}

/** What is asked by a query that was asked for. @throws {ActionError} for any other id. */
export async function knownSpec(engine: Engine, queryId: string): Promise<Spec> {
  // Whatever is no id of ours would be nothing to the database either, and a NUL among it an error.
  const spec = IS_ID.test(queryId) ? await findAskedQuery(engine.control, queryId) : undefined
  if (spec) return spec
  throw new ActionError(`Unknown query id: '${queryId}'`, { query_id: queryId, query_state: 'awol' })
}
