import type { FastifyRequest } from 'fastify'
import type pg from 'pg'
import type { AuditEvent } from '../api/audit.ts'
import { type DeedDetails, doAndTell, type Tell } from '../audit/audit.ts'

/**
 * Does what a request asks for and records it in one transaction, as {@link doAndTell} does, and logs it once it is done.
 * What is sent to the browser comes after it.
 */
export async function audited<T>(
  pool: pg.Pool,
  request: FastifyRequest,
  change: (client: pg.PoolClient, tell: Tell) => Promise<T>,
): Promise<T> {
  const doer = { username: request.viewer?.username ?? null, address: request.ip }
  const deeds: object[] = []
  const result = await doAndTell(pool, doer, (client, tell) =>
    change(client, async (event, told = {}) => {
      await tell(event, told)
      deeds.push({ event, about: told.about, by: told.by ?? doer.username })
    }),
  )
  for (const deed of deeds) request.log.info(deed, 'recorded')
  return result
}

/** Records that a request has come to nothing, or has shown something: what changes nothing but the audit. */
export function noted(
  pool: pg.Pool,
  request: FastifyRequest,
  event: AuditEvent,
  details?: DeedDetails,
): Promise<void> {
  return audited(pool, request, (_client, tell) => tell(event, details))
}
