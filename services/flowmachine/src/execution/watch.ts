import { transaction } from '@flowkit/service'
import type pg from 'pg'
import { endOverdueClaims, takeOverDeadClaims } from '../store/claims.ts'
import {
  cancelLeftOver,
  forgetSatisfiedInterests,
  type Interest,
  lapsedInterests,
  withdrawInterest,
} from '../store/interests.ts'
import { closeForgottenGrants, noteCancel, noteEndedRuns } from '../store/ledger.ts'
import { forgetEndedTasks } from '../store/tasks.ts'
import { forgetWorkers } from '../store/workers.ts'
import type { Engine } from './engine.ts'
import { GIVEN_UP, tookTooLong } from './reasons.ts'

/** When a process or a query counts as dead. */
export interface RoundSettings {
  /** How long a process may be silent before others take over its queries. */
  readonly takeoverSeconds: number
  /** How long one query may be computed, its parts apart. */
  readonly timeLimitSeconds: number
  /** How long a result may be on its way to its reader before nobody is expected to say how that ended. */
  readonly grantSeconds: number
}

/** Many times the takeover time, so that a worker that was only frozen finds itself still known. */
const FORGET_WORKERS_AFTER_SECONDS = 3_600

/**
 * One round of looking after the queries of all processes: those of dead owners are queued again, those that take too
 * long fail, and those that nobody wants are cancelled. Every worker does it, and it doesn't matter which is first.
 */
export async function watchOver(engine: Engine, settings: RoundSettings): Promise<void> {
  const { control, log, wakeup, metrics, interestSeconds } = engine
  const { takeoverSeconds, timeLimitSeconds, grantSeconds } = settings
  const dead = await transaction(control, client => takeOverDeadClaims(client, takeoverSeconds, GIVEN_UP))
  if (dead.length > 0) log.warn({ claims: dead }, 'took the queries of a process that died or fell silent')
  metrics.takeovers.inc(dead.length)
  const overdue = await transaction(control, client =>
    endOverdueClaims(client, timeLimitSeconds, tookTooLong(timeLimitSeconds)),
  )
  metrics.failures.inc({ reason: 'took too long' }, overdue.length)
  if (overdue.length > 0) log.warn({ claims: overdue }, 'ended queries that took too long')

  const cancelled = await transaction(control, cancelLeftOver)
  for (const interest of await lapsedInterests(control, interestSeconds))
    cancelled.push(...(await transaction(control, client => endLapsed(client, interest, interestSeconds))))
  if (cancelled.length > 0) log.info({ queries: cancelled }, 'cancelled what nobody wants any more')

  await forgetSatisfiedInterests(control)
  await forgetEndedTasks(control, interestSeconds)
  await forgetWorkers(control, FORGET_WORKERS_AFTER_SECONDS)
  if (dead.length + overdue.length + cancelled.length > 0) wakeup.notify()
  await noteEndedRuns(control)
  const forgotten = await closeForgottenGrants(control, grantSeconds)
  if (forgotten > 0) log.warn({ grants: forgotten }, 'nobody has said how the delivery of some results ended')
}

/** Ends an interest that has not been seen for some time; answers the queries that are cancelled by that. */
async function endLapsed(client: pg.ClientBase, interest: Interest, seconds: number): Promise<string[]> {
  const cancelled = await withdrawInterest(client, interest, seconds)
  if (cancelled.length > 0) await noteCancel(client, interest, null, 'lapsed', cancelled.length)
  return cancelled
}
