import type pg from 'pg'
import { sessionsLoading } from '../load/day-lock.ts'
import { inTransaction } from '../load/one-connection.ts'
import { logRemovals } from './removals.ts'

interface Facts {
  readonly table: string
  readonly version: number
}

/**
 * Takes subscribers from the dictionary whom no day holds any more, neither the days that have gone for their age nor
 * what replaced others.
 *
 * The days are searched while others go on loading; only the last step keeps loads from numbering subscribers for a
 * moment. A load that is between numbering and sealing relies on the dictionary: then nothing is taken this time.
 *
 * @returns how many were taken; undefined where a load was under way.
 */
export async function forgetUnseen(client: pg.ClientBase): Promise<number | undefined> {
  const searched = await inTransaction(client, async () => {
    // One snapshot: the tables that it names are not dropped under it.
    await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ')
    await client.query('CREATE TEMPORARY TABLE unseen AS SELECT subscriber FROM derived.subscribers')
    return removeSeen(client, 0)
  })
  try {
    return await inTransaction(client, async () => {
      await client.query("SELECT pg_advisory_xact_lock('derived.subscribers'::regclass::oid::integer, 0)")
      if ((await sessionsLoading(client)).length > 0) return undefined
      await removeSeen(client, searched)
      const { rowCount } = await client.query(
        'DELETE FROM derived.subscribers USING unseen WHERE subscribers.subscriber = unseen.subscriber',
      )
      await logRemovals(client, 'retention', [{ what: 'derived.subscribers', rows: rowCount ?? 0 }])
      return rowCount ?? 0
    })
  } finally {
    await client.query('DROP TABLE unseen')
  }
}

/**
 * Takes those from `unseen` whom a day holds that was sealed after a version.
 *
 * @returns the newest version that was searched.
 */
async function removeSeen(client: pg.ClientBase, after: number): Promise<number> {
  const { rows: days } = await client.query<Facts>(
    'SELECT facts_table AS table, version FROM etl.sealed_days WHERE version > $1 ORDER BY day DESC',
    [after],
  )
  for (const { table } of days) {
    await client.query(
      `DELETE FROM unseen WHERE EXISTS (SELECT FROM ${table} AS facts WHERE facts.subscriber = unseen.subscriber)`,
    )
    const { rowCount: left } = await client.query('SELECT FROM unseen LIMIT 1')
    if (left === 0) break
  }
  return Math.max(after, ...days.map(({ version }) => version))
}
