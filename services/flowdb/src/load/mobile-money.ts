import { transaction } from '@flowkit/service'
import type pg from 'pg'
import type { TransferTables } from '../synthetic/tables/mobile-money.ts'
import { copyInto } from './copy.ts'
import { useDeploymentTimeZone } from './time-zone.ts'

/**
 * Loads a day of mobile-money transactions, which have no partitions and are visible with their commit. What an
 * earlier load of the same day has left is replaced.
 *
 * @param date The local date, such as `2016-01-01`.
 * @returns how many rows of metadata the day has: one for each party of a transaction.
 */
export function loadTransfers(pool: pg.Pool, date: string, tables: TransferTables): Promise<number> {
  return transaction(pool, async client => {
    await useDeploymentTimeZone(client)
    const ofDay = 'timestamp >= $1::date::timestamptz AND timestamp < ($1::date + 1)::timestamptz'
    await client.query(
      `DELETE FROM dfs.transactions_metadata USING dfs.transactions WHERE transaction_id = id AND ${ofDay}`,
      [date],
    )
    await client.query(`DELETE FROM dfs.transactions WHERE ${ofDay}`, [date])
    await copyInto(client, 'dfs.transactions', tables.transactions)
    return copyInto(client, 'dfs.transactions_metadata', tables.metadata)
  })
}
