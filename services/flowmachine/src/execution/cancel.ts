import type { Identity } from '@flowkit/contract'
import { transaction } from '@flowkit/service'
import { userOf, withdrawInterest } from '../store/interests.ts'
import { noteCancel } from '../store/ledger.ts'
import type { Engine } from './engine.ts'

/**
 * Ends somebody's interest in a query. When nobody else wants it, or something that is built on it, the database
 * stops computing it and its parts. Who never asked for it changes nothing; the ledger has it in any case.
 */
export async function cancel(engine: Engine, queryId: string, identity: Identity | undefined): Promise<void> {
  const interest = { query_id: queryId, ...userOf(identity) }
  const cancelled = await transaction(engine.control, async client => {
    const ids = await withdrawInterest(client, interest)
    const outcome = ids.includes(queryId) ? 'cancelled' : 'kept'
    await noteCancel(client, interest, identity?.token_id ?? null, outcome, ids.length)
    return ids
  })
  if (cancelled.length === 0) return
  engine.log.info({ query_id: queryId, cancelled: cancelled.length }, 'cancelled a query')
  engine.wakeup.notify()
}
