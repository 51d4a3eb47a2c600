import { transaction } from '@flowkit/service'
import type pg from 'pg'
import type { TransferTables } from '../synthetic/tables/mobile-money.ts'
import { copyInto } from './copy.ts'
import { useDeploymentTimeZone } from './time-zone.ts'

/**
 * Loads a day of mobile-money transactions, which have no partitions and are visible with their commit. What an
 * earlier load of the same day has left is replaced. Those who have opted out, and so are no longer among
 * `dfs.subscribers`, are left out, and with them transactions that have no other party.
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
    await client.query('CREATE TEMPORARY TABLE sides (LIKE dfs.transactions_metadata) ON COMMIT DROP')
    await copyInto(client, 'sides', tables.metadata)
    const { rowCount } = await client.query(
      `INSERT INTO dfs.transactions_metadata
       SELECT sides.* FROM sides JOIN dfs.subscribers ON subscribers.id = subscriber_id
       WHERE msisdn IS NULL OR msisdn NOT IN (SELECT msisdn FROM etl.opt_outs)`,
    )
    await client.query(
      `DELETE FROM dfs.transactions
       WHERE ${ofDay} AND NOT EXISTS (SELECT FROM dfs.transactions_metadata WHERE transaction_id = id)`,
      [date],
    )
    return rowCount ?? 0
  })
}
