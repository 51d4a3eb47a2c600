import type pg from 'pg'
import type { StoredResult } from './results.ts'

/** How a result came about. */
export interface ResultFacts {
  /** The zone of the deployment, an IANA name. */
  readonly time_zone: string
  /** ISO 8601, in UTC. */
  readonly computed_at: string
  /** What the events were read from, by the query or its parts. */
  readonly sources: string[]
}

/** How a stored result came about. */
export async function factsOf(
  database: pg.Pool,
  { query_id, run }: Pick<StoredResult, 'query_id' | 'run'>,
): Promise<ResultFacts> {
  const { rows } = await database.query<ResultFacts>(
    `SELECT current_setting('TimeZone') AS time_zone, sources,
       to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS computed_at
     FROM cache.results
     WHERE query_id = $1 AND run = $2`,
    [query_id, run],
  )
  const [facts] = rows
  if (!facts) throw new Error(`Run ${run} of query ${query_id} is gone`)
  return facts
}
