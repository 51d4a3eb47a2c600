import type pg from 'pg'

/** Why something was removed. */
export type RemovalReason = 'opt-out' | 'retention'

/** Rows of one kind that were removed. */
export interface Removal {
  /** Such as `events.calls`, for people to read. */
  readonly what: string
  /** The local date of the events; undefined for what is not of one day. */
  readonly date?: string
  /** Of stored results, how many there were. */
  readonly rows: number
}

/**
 * Records what was removed, for auditors, in the transaction that removes it or withdraws it from everybody's sight.
 * What had no rows is left out.
 */
export async function logRemovals(
  client: pg.ClientBase,
  reason: RemovalReason,
  removals: readonly Removal[],
): Promise<void> {
  const some = removals.filter(({ rows }) => rows > 0)
  if (some.length === 0) return
  await client.query(
    `INSERT INTO etl.removals (reason, what, day, row_count)
     SELECT $1, * FROM unnest($2::text[], $3::date[], $4::bigint[])`,
    [reason, some.map(({ what }) => what), some.map(({ date }) => date), some.map(({ rows }) => rows)],
  )
}

/** The sums of removals by what was removed. */
export function totals(removals: readonly Removal[]): Map<string, number> {
  const sums = new Map<string, number>()
  for (const { what, rows } of removals) if (rows > 0) sums.set(what, (sums.get(what) ?? 0) + rows)
  return sums
}
