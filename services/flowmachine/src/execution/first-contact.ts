import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '@flowkit/service'
import type pg from 'pg'
import { isAbsence } from './connections.ts'

const TRY_EVERY_MS = 1_000
const TRIES_PER_LINE = 30

/**
 * Why FlowDB does not answer; nothing when it does.
 *
 * @throws what FlowDB says when it is there and finds fault: with the password, or because it has not been migrated.
 */
export async function absenceOf(database: pg.Pool): Promise<Error | undefined> {
  try {
    await database.query('SELECT FROM cache.uses LIMIT 1')
    return undefined
  } catch (error) {
    if (error instanceof Error && isAbsence(error)) return error
    throw error
  }
}

/**
 * Waits until FlowDB answers, for as long as it takes: a process that is started before its database is no worse off
 * than one whose database goes away later, and ends no sooner.
 *
 * @param signal Aborted when the process is told to stop.
 * @throws as {@link absenceOf} does.
 */
export async function firstContact(database: pg.Pool, log: Logger, signal: AbortSignal): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    const absence = await absenceOf(database)
    if (!absence) return
    if (tries % TRIES_PER_LINE === 0)
      log.warn({ err: absence }, 'FlowDB does not answer: trying until it does')
    await sleep(TRY_EVERY_MS, undefined, { signal })
  }
}
