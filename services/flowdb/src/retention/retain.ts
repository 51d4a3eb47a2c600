import { transaction } from '@flowkit/service'
import type pg from 'pg'
import { DayIsBusy, withDay } from '../load/day-lock.ts'
import { inTransaction } from '../load/one-connection.ts'
import { tidyDay, tidyDays } from '../load/tidy.ts'
import { useDeploymentTimeZone } from '../load/time-zone.ts'
import { forgetUnseen } from './dictionary.ts'
import { type DueDay, planRetention, type RetentionPlan } from './plan.ts'
import type { RetentionPolicy } from './policy.ts'
import { logRemovals, type Removal } from './removals.ts'
import { removeOutdated, withdrawLibraryResults, withdrawOlderThan } from './stored-results.ts'

/**
 * Removing what is past its age. What people see goes first, in one short transaction for each day, and is recorded in
 * it; the tables follow when nobody can be reading them any more, and nobody waits. Broken off anywhere, it is
 * completed by running it again.
 *
 * what goes           what becomes of it
 * ------------------  ------------------------------------------------------------------------------------------------
 * a raw day           its seal names no raw table; facts and visits are read as before, in the same version
 * a day               is no longer sealed, so that it does not exist for queries; the parts of queries that have read
 *                     it go with it, and released results that have read it stay as they are (etl.removed_days)
 * per-subscriber      its pointer goes; FlowMachine computes it again if it is asked for
 * result
 * subscriber          whom no day holds any more goes from the dictionary
 */

/** What retention came to. */
export interface Retained {
  readonly plan: RetentionPlan
  /** Days that were left for the next time, since somebody was loading them. */
  readonly busy: readonly DueDay[]
  /** Outdated parts of queries that went with the days. */
  readonly outdated: number
  /** Subscribers whom no day holds any more; undefined where a load was under way, and they are left for later. */
  readonly forgotten: number | undefined
  /** Tables and days that somebody may still be reading: `flowdb tidy` drops them later. */
  readonly waiting: readonly string[]
}

/** Finds what is past its age on a local date. */
export function dueOn(pool: pg.Pool, policy: RetentionPolicy, today: string): Promise<RetentionPlan> {
  return transaction(pool, async client => {
    await useDeploymentTimeZone(client)
    return planRetention(client, policy, today)
  })
}

/**
 * Removes what is past its age on a local date.
 *
 * @param pool With two connections at least.
 */
export async function retain(pool: pg.Pool, policy: RetentionPolicy, today: string): Promise<Retained> {
  const plan = await dueOn(pool, policy, today)
  const busy: DueDay[] = []
  for (const day of plan.days)
    await withDay(pool, day, client => removeDay(client, day)).catch(error => {
      if (!(error instanceof DayIsBusy)) throw error
      busy.push(day)
    })
  await removeResults(pool, plan)
  await removeTransfers(pool, plan)
  const { results, waiting } = await removeOutdated(pool, 'retention')
  const untidy = await tidyDays(pool)
  const forgotten = policy.derived === undefined ? 0 : await forget(pool)
  return { plan, busy, outdated: results, forgotten, waiting: [...untidy, ...waiting] }
}

async function forget(pool: pg.Pool): Promise<number | undefined> {
  const client = await pool.connect()
  try {
    return await forgetUnseen(client)
  } finally {
    client.release()
  }
}

async function removeDay(client: pg.ClientBase, day: DueDay): Promise<void> {
  const { type, date, part, rows } = day
  await inTransaction(client, async () => {
    const removals: Removal[] = []
    const raw = await client.query(
      `UPDATE etl.sealed_days SET table_name = NULL
       WHERE event_type = $1 AND day = $2 AND table_name IS NOT NULL`,
      [type, date],
    )
    if (raw.rowCount === 1) {
      removals.push({ what: `events.${type}`, date, rows })
      await client.query(
        "INSERT INTO etl.etl_records (cdr_type, cdr_date, state) VALUES ($1, $2, 'removed')",
        [type, date],
      )
    }
    if (part === 'day') {
      const gone = await client.query(
        `WITH gone AS (DELETE FROM etl.sealed_days WHERE event_type = $1 AND day = $2 RETURNING *)
         INSERT INTO etl.removed_days AS removed (event_type, day, version)
         SELECT event_type, day, version FROM gone
         ON CONFLICT (event_type, day) DO UPDATE SET version = excluded.version, removed_at = excluded.removed_at`,
        [type, date],
      )
      if (gone.rowCount === 1) removals.push({ what: 'facts, with their visits', date, rows })
    }
    await logRemovals(client, 'retention', removals)
  })
  await tidyDay(client, day)
}

async function removeResults(pool: pg.Pool, { resultsBefore }: RetentionPlan): Promise<void> {
  if (resultsBefore === undefined) return
  await transaction(pool, async client => {
    await useDeploymentTimeZone(client)
    const rows =
      (await withdrawOlderThan(client, resultsBefore)) + (await withdrawLibraryResults(client, resultsBefore))
    await logRemovals(client, 'retention', [{ what: 'stored results', rows }])
  })
}

async function removeTransfers(pool: pg.Pool, { transfersBefore }: RetentionPlan): Promise<void> {
  if (transfersBefore === undefined) return
  await transaction(pool, async client => {
    await useDeploymentTimeZone(client)
    const past = 'timestamp < $1::date::timestamptz'
    const sides = await client.query(
      `DELETE FROM dfs.transactions_metadata USING dfs.transactions WHERE transaction_id = id AND ${past}`,
      [transfersBefore],
    )
    const transfers = await client.query(`DELETE FROM dfs.transactions WHERE ${past}`, [transfersBefore])
    await logRemovals(client, 'retention', [
      { what: 'dfs.transactions_metadata', rows: sides.rowCount ?? 0 },
      { what: 'dfs.transactions', rows: transfers.rowCount ?? 0 },
    ])
  })
}
