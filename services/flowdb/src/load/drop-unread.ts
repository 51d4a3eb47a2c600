import type pg from 'pg'
import { isLockTimeout } from './day-lock.ts'
import { inTransaction } from './one-connection.ts'
import { useDeploymentTimeZone } from './time-zone.ts'

/**
 * Dropping tables that nothing names any more, so that nobody waits for it: a table goes only when no transaction is
 * left that began while something named it, and locks are given up quickly.
 */

/** How long readers may have to wait behind a lock that is asked for. */
export const BRIEFLY = '200ms'

/** A table that nothing names any more. */
export interface UnnamedTable {
  readonly id: number
  /** With its schema, quoted where it needs to be. */
  readonly name: string
}

/** What became of tables that nothing names. */
export interface DroppedTables {
  /** Dropped now. */
  readonly dropped: readonly string[]
  /** Somebody may still be reading them. */
  readonly waiting: readonly string[]
}

/** Drops tables that nothing names at this moment, as far as nobody can be reading them. */
export async function dropUnread(
  client: pg.ClientBase,
  tables: readonly UnnamedTable[],
): Promise<DroppedTables> {
  if (tables.length > 0)
    await client.query(
      'INSERT INTO etl.withdrawn_tables (table_id) SELECT unnest($1::oid[]) ON CONFLICT DO NOTHING',
      [tables.map(({ id }) => id)],
    )
  const dropped: string[] = []
  const waiting: string[] = []
  for (const table of tables) {
    const gone = await unlessLocked(client, () => dropOne(client, table))
    const list = gone ? dropped : waiting
    list.push(table.name)
  }
  return { dropped, waiting }
}

/** Does some work in a transaction, and gives up where a lock is not to be had. */
export async function unlessLocked(client: pg.ClientBase, work: () => Promise<boolean>): Promise<boolean> {
  try {
    return await inTransaction(client, async () => {
      await useDeploymentTimeZone(client)
      await client.query(`SET LOCAL lock_timeout = '${BRIEFLY}'`)
      return work()
    })
  } catch (error) {
    if (isLockTimeout(error)) return false
    throw error
  }
}

/** Drops a withdrawn table, unless a transaction is under way that began before it was withdrawn. */
async function dropOne(client: pg.ClientBase, { id, name }: UnnamedTable): Promise<boolean> {
  const { rowCount: unread } = await client.query(
    `DELETE FROM etl.withdrawn_tables WHERE table_id = $1 AND NOT EXISTS (
       SELECT FROM pg_stat_activity
       WHERE datname = current_database() AND backend_type = 'client backend'
         AND pid <> pg_backend_pid() AND xact_start <= withdrawn_at
     )`,
    [id],
  )
  if (unread === 0) return false
  await client.query(`DROP TABLE ${name}`)
  return true
}
