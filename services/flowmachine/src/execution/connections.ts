import { createPool, type DatabaseAddress, type Logger } from '@flowkit/service'
import type pg from 'pg'

const CONTROL_CONNECTIONS = 5
/** What is asked beside computing takes milliseconds. Who hears nothing for this long has a broken line. */
const CONTROL_WITHIN_MS = 30_000

/**
 * The engine's connections to FlowDB.
 *
 * A process that freezes within a transaction keeps its locks, and others wait for them: the database ends such a
 * transaction after the time after which its process counts as dead. It also notices, within that time, connections
 * whose other end is gone without a word.
 *
 * @param concurrency How many queries are computed at a time.
 */
export function openConnections(
  address: DatabaseAddress,
  { concurrency, takeoverSeconds }: { concurrency: number; takeoverSeconds: number },
  log: Logger,
): { computing: pg.Pool; control: pg.Pool } {
  const settings = {
    idle_in_transaction_session_timeout: `${takeoverSeconds}s`,
    client_connection_check_interval: `${takeoverSeconds}s`,
    tcp_user_timeout: `${takeoverSeconds}s`,
  }
  return {
    computing: createPool(address, 'flowmachine computing', concurrency, log, settings),
    control: createPool(address, 'flowmachine control', CONTROL_CONNECTIONS, log, settings, {
      answerWithinMs: CONTROL_WITHIN_MS,
    }),
  }
}

/** Whether an error says that the database is away or about to go, as opposed to finding fault with what it is asked. */
export function isAbsence(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  // PostgreSQL's classes of errors: connection, too many of them, operator intervention (a shutdown, a crash).
  if (/^(08...|53300|57P0.)$/.test(code)) return true
  if (/^E[A-Z]+$/.test(code)) return true
  // The driver's own errors have no codes. The last is of a connection that was ended while this process was frozen.
  return /^(Connection terminated|Query read timeout|timeout exceeded|Client has encountered a connection error)/.test(
    error.message,
  )
}
