import { createPool, type DatabaseAddress, type Logger } from '@flowkit/service'
import type pg from 'pg'

/** How the gateway may use FlowDB. */
export interface DatabaseLimits {
  /** How many results can be read at a time; further ones wait. */
  readonly connections: number
  /** How long the database may take for the next rows of a result, in milliseconds. */
  readonly statementTimeoutMs: number
}

/** How soon PostgreSQL notices that nobody waits for a statement any more. */
const NOTICE_LOST_CLIENT_MS = 1_000

/**
 * Connections to FlowDB that can only read. What can be read is decided by the role's grants; that nothing can be
 * written is said here once more.
 */
export function openDatabase(
  address: DatabaseAddress,
  name: string,
  { connections, statementTimeoutMs }: DatabaseLimits,
  log: Logger,
): pg.Pool {
  return createPool(address, name, connections, log, {
    default_transaction_read_only: 'on',
    statement_timeout: statementTimeoutMs,
    client_connection_check_interval: NOTICE_LOST_CLIENT_MS,
    datestyle: 'ISO',
  })
}
