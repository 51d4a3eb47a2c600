import type { FastifyRequest } from 'fastify'
import type { AuditEvent } from '../api/audit.ts'
import { type Deed, record } from '../audit/audit.ts'
import type { Queryable } from '../database/queryable.ts'

/** What is told of a deed beside its request. */
export interface DeedDetails extends Pick<Deed, 'about' | 'details'> {
  /** Who did it, where the request does not say. */
  readonly by?: string
}

/** Records what a request has done, and logs it: before the answer, so that nothing is done without a trace. */
export async function audited(
  pool: Queryable,
  request: FastifyRequest,
  event: AuditEvent,
  { by, about, details = {} }: DeedDetails = {},
): Promise<void> {
  const username = by ?? request.viewer?.username ?? null
  await record(pool, { event, username, address: request.ip, about, details })
  request.log.info({ event, about, by: username }, 'recorded')
}
