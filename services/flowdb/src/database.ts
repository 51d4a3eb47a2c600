import { createLogger, createPool, type DatabaseAddress } from '@flowkit/service'
import type pg from 'pg'
import { FlowDbError, reasonOf } from './errors.ts'

/**
 * Runs `work` on one connection and closes it.
 *
 * @param name What the database sees as the application.
 * @throws {FlowDbError} where the database cannot be reached.
 */
export async function withDatabase<T>(
  address: DatabaseAddress,
  name: string,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const pool = createPool(address, name, 1, createLogger('flowdb', 'silent'))
  try {
    const client = await pool.connect().catch((error: unknown) => {
      const { host, port, database } = address
      throw new FlowDbError(`Cannot connect to ${database} at ${host}:${port}: ${reasonOf(error)}`, {
        cause: error,
      })
    })
    try {
      return await work(client)
    } finally {
      client.release()
    }
  } finally {
    await pool.end()
  }
}

/**
 * A pool of two connections for a command that changes data. What the server is doing for it ends with the command,
 * also where it is killed.
 *
 * @param name What the database sees as the application.
 */
export function administratorsPool(address: DatabaseAddress, name: string): pg.Pool {
  return createPool(address, name, 2, createLogger('flowdb', 'silent'), {
    client_connection_check_interval: '1s',
  })
}
