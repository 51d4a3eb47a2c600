import { setTimeout as sleep } from 'node:timers/promises'
import { transaction } from '@flowkit/service'
import type pg from 'pg'
import { PATIENTLY, sessionsLoading, withDay } from '../load/day-lock.ts'
import type { DayOfType } from '../load/event-types.ts'
import { tidyDays } from '../load/tidy.ts'
import { logRemovals, type Removal, totals } from '../retention/removals.ts'
import { removeOutdated } from '../retention/stored-results.ts'
import { removeFromDay } from './remove-from-day.ts'

/**
 * Removing everybody on the list from what is held. Nothing remembers how far this has come: whoever is still found in
 * a table is removed, so that it can be broken off anywhere and run again, also after a backup was restored.
 *
 * 1. Loads that may have begun with a shorter list come to their end.
 * 2. Each day on which somebody of the list is found is replaced by one without them (`remove-from-day.ts`). From its
 *    seal on nobody is given a result that has read the day before.
 * 3. Mobile money, and the dictionary of subscribers, by which they were found in the days.
 * 4. Stored results are withdrawn, and tables dropped that nobody can be reading any more.
 */

/** What somebody who waits is told. */
export interface ApplyObserver {
  /** Loads are under way that may not have known the whole list. */
  waiting(loads: number): void
  /** A day was made free of them. */
  removed(day: DayOfType, removals: readonly Removal[]): void
}

/** What applying the list came to. */
export interface AppliedOptOuts {
  /** Rows by what they are, such as `events.calls`. */
  readonly rows: ReadonlyMap<string, number>
  /** How many days were replaced; each event type counts by itself. */
  readonly days: number
  /** How many stored results were withdrawn. */
  readonly results: number
  /** Tables and days that somebody may still be reading as they were: `flowdb tidy` drops them later. */
  readonly waiting: readonly string[]
}

/**
 * Removes everybody who has opted out from everything that is held.
 *
 * @param pool With two connections at least.
 */
export async function applyOptOuts(pool: pg.Pool, observer: ApplyObserver): Promise<AppliedOptOuts> {
  await loadsToEnd(pool, observer)
  // So that the server knows how short the list is, and looks people up by index.
  await pool.query('ANALYZE etl.opt_outs')
  // Who joins the list from here on is removed by the next run, and stays in the dictionary until then.
  const leaving = await listedSubscribers(pool)

  const removals: Removal[] = []
  let days = 0
  for (const day of await sealedDays(pool)) {
    const ofDay = await withDay(pool, day, client => removeFromDay(client, day), PATIENTLY)
    if (ofDay.length === 0) continue
    observer.removed(day, ofDay)
    removals.push(...ofDay)
    days += 1
  }
  removals.push(...(await removeFromTransfers(pool)), ...(await removeFromDictionary(pool, leaving)))

  const untidy = await tidyDays(pool)
  const { results, waiting } = await removeOutdated(pool, 'opt-out')
  return { rows: totals(removals), days, results, waiting: [...untidy, ...waiting] }
}

/** How often is looked whether loads have ended, in milliseconds. */
const LOOK_MS = 500

/** Waits for the loads that are under way. Those that begin later know the list. */
async function loadsToEnd(pool: pg.Pool, observer: ApplyObserver): Promise<void> {
  let loads = await sessionsLoading(pool)
  if (loads.length > 0) observer.waiting(loads.length)
  while (loads.length > 0) {
    await sleep(LOOK_MS)
    const still = await sessionsLoading(pool)
    loads = loads.filter(pid => still.includes(pid))
  }
}

async function listedSubscribers(pool: pg.Pool): Promise<number[]> {
  const { rows } = await pool.query<{ subscriber: number }>(
    'SELECT subscriber FROM etl.opted_out_subscribers',
  )
  return rows.map(({ subscriber }) => subscriber)
}

async function sealedDays(pool: pg.Pool): Promise<DayOfType[]> {
  const { rows } = await pool.query<DayOfType>(
    'SELECT event_type AS type, day::text AS date FROM etl.sealed_days ORDER BY day, event_type',
  )
  return rows
}

/** Their side of mobile-money transactions, and transactions that nobody's side is left of. */
function removeFromTransfers(pool: pg.Pool): Promise<Removal[]> {
  return transaction(pool, async client => {
    const { rows } = await client.query<Removal>(`SELECT what, row_count AS rows FROM dfs.drop_opted_out()`)
    await logRemovals(client, 'opt-out', rows)
    return rows
  })
}

/** Only those whom all days have been searched for: the number is what they are found by in the days. */
function removeFromDictionary(pool: pg.Pool, subscribers: readonly number[]): Promise<Removal[]> {
  return transaction(pool, async client => {
    const { rowCount } = await client.query(
      `DELETE FROM derived.subscribers
       WHERE subscriber = ANY ($1::integer[]) AND msisdn IN (SELECT msisdn FROM etl.opt_outs)`,
      [subscribers],
    )
    const removals = [{ what: 'derived.subscribers', rows: rowCount ?? 0 }]
    await logRemovals(client, 'opt-out', removals)
    return removals
  })
}
