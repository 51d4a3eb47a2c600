import type pg from 'pg'
import { FlowDbError } from '../errors.ts'
import { type DayOfType, EVENT_TYPES } from '../load/event-types.ts'
import { firstKept, type RetentionPolicy } from './policy.ts'
import { countLibraryResults, countOlderThan } from './stored-results.ts'

/** A day of which something is past its age. */
export interface DueDay extends DayOfType {
  /** The raw events alone, or the day with everything that was derived of it. */
  readonly part: 'raw' | 'day'
  /** Its events. */
  readonly rows: number
}

/** What is past its age. */
export interface RetentionPlan {
  readonly days: readonly DueDay[]
  /** Per-subscriber results in `cache` from before `resultsBefore`, those of the Python library among them. */
  readonly results: number
  readonly resultsBefore: string | undefined
  /** Mobile-money transactions from before `transfersBefore`. */
  readonly transfers: number
  readonly transfersBefore: string | undefined
}

/**
 * Finds what is past its age.
 *
 * @param client In a transaction whose time zone is the deployment's.
 * @param today The local date.
 */
export async function planRetention(
  client: pg.ClientBase,
  policy: RetentionPolicy,
  today: string,
): Promise<RetentionPlan> {
  const resultsBefore = firstKept(today, policy.results)
  const transfersBefore = firstKept(today, policy.mobileMoney)
  return {
    days: await dueDays(client, policy, today),
    results:
      resultsBefore === undefined
        ? 0
        : (await countOlderThan(client, resultsBefore)) + (await countLibraryResults(client, resultsBefore)),
    resultsBefore,
    transfers: transfersBefore === undefined ? 0 : await countTransfers(client, transfersBefore),
    transfersBefore,
  }
}

async function dueDays(
  client: pg.ClientBase,
  { raw, derived }: RetentionPolicy,
  today: string,
): Promise<DueDay[]> {
  const { rows } = await client.query<DueDay>(
    `SELECT event_type AS type, day::text AS date, row_count AS rows,
       CASE WHEN day < $3::date THEN 'day' ELSE 'raw' END AS part
     FROM etl.sealed_days
     LEFT JOIN unnest($1::text[], $2::date[]) AS kept (event_type, first) USING (event_type)
     WHERE day < $3::date OR day < kept.first AND table_name IS NOT NULL
     ORDER BY day, event_type`,
    [EVENT_TYPES, EVENT_TYPES.map(type => firstKept(today, raw[type])), firstKept(today, derived)],
  )
  return rows
}

async function countTransfers(client: pg.ClientBase, before: string): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    'SELECT count(*) FROM dfs.transactions WHERE timestamp < $1::date::timestamptz',
    [before],
  )
  return rows[0]?.count ?? 0
}

/** The local date now. @throws {FlowDbError} where the database has not been migrated. */
export async function localToday(database: pg.Pool): Promise<string> {
  const { rows } = await database.query<{ today: string }>(
    'SELECT (now() AT TIME ZONE timezone)::date::text AS today FROM flowkit.deployment',
  )
  if (rows[0] === undefined)
    throw new FlowDbError('The database has no time zone yet: run `flowdb migrate` first.')
  return rows[0].today
}
