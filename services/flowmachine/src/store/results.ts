import type pg from 'pg'
import { lookup } from './together.ts'

/** A pointer to a complete result. */
export interface StoredResult {
  readonly query_id: string
  readonly run: number
  readonly table_schema: 'cache' | 'released'
  readonly table_name: string
  readonly row_count: number
  readonly threshold: number | null
  readonly cells_left_out: number | null
  /** Whether everything that it was computed from is as it was. */
  readonly fresh: boolean
  /** Seconds since the first change that made it stale; null while it is fresh. */
  readonly stale_for: number | null
  /** Whether it has read somebody who has since been removed, at their will: it may be given to nobody. */
  readonly revoked: boolean
}

/**
 * The version now of a data item that was `read`, where `held` is its row in etl.data_versions, and `content` that of a
 * table without a version of its own, which is known by its content. What doesn't exist counts as version 0.
 */
const CURRENT_VERSION = 'coalesce(content.version, held.version, 0)'

/** The versions of tables that are known by their content, of those among some items. Each table is read whole, once. */
const contentsOf = (items: string) => `
  SELECT item, etl.content_version(to_regclass(substr(item, 7))) AS version
  FROM (SELECT DISTINCT item FROM (${items}) AS items WHERE item LIKE 'table/%') AS tables
  WHERE to_regclass(substr(item, 7)) IS NOT NULL`

/**
 * The newest complete results of some queries, by query id; stale ones are marked as such. In a transaction that
 * keeps its snapshot, freshness is judged in that snapshot. Released results stay fresh when a day that they have read
 * goes for its age: it can't be computed again, and nothing about it was wrong.
 */
export function currentResults(
  database: pg.ClientBase | pg.Pool,
  queryIds: readonly string[],
): Promise<ReadonlyMap<string, StoredResult>> {
  return results.of(database, queryIds)
}

const results = lookup<StoredResult>(async (database, queryIds) => {
  const { rows } = await database.query<StoredResult>({
    // Planning takes longer than running it: each connection plans it a few times only.
    name: 'current results',
    text: `WITH contents AS MATERIALIZED (${contentsOf(`
       SELECT item FROM cache.results JOIN cache.result_versions USING (query_id, run)
       WHERE query_id = ANY($1) AND superseded_at IS NULL`)}
     )
     SELECT result.query_id, result.run, table_schema, table_name, row_count, threshold, cells_left_out,
       changes.since IS NULL AS fresh,
       extract(epoch FROM clock_timestamp() - changes.since)::float8 AS stale_for, changes.revoked
     FROM cache.results AS result
     CROSS JOIN LATERAL (
       SELECT min(coalesce(held.changed_at, result.created_at)) AS since,
         coalesce(bool_or(read.version > 0 AND read.version < revoked.before), false) AS revoked
       FROM cache.result_versions AS read
       LEFT JOIN etl.data_versions AS held USING (item)
       LEFT JOIN contents AS content USING (item)
       LEFT JOIN etl.revoked_versions AS revoked USING (item)
       WHERE read.query_id = result.query_id AND read.run = result.run AND read.version <> ${CURRENT_VERSION}
         AND NOT (result.table_schema = 'released' AND held.version IS NULL AND EXISTS (
           SELECT FROM etl.removed_days AS removed
           WHERE read.item = removed.event_type || '/' || removed.day AND read.version = removed.version
         ))
     ) AS changes
     WHERE result.query_id = ANY($1) AND result.superseded_at IS NULL`,
    values: [queryIds],
  })
  return new Map(rows.map(row => [row.query_id, row]))
})

/** The data versions that a result was computed from, by item; texts, since a digest exceeds what a number holds. */
export async function versionsOf(
  database: pg.ClientBase | pg.Pool,
  result: Pick<StoredResult, 'query_id' | 'run'>,
): Promise<Record<string, string>> {
  const { rows } = await database.query<{ versions: Record<string, string> | null }>({
    name: 'versions of a result',
    text: `SELECT jsonb_object_agg(item, version::text) AS versions
     FROM cache.result_versions
     WHERE query_id = $1 AND run = $2`,
    values: [result.query_id, result.run],
  })
  return rows[0]?.versions ?? {}
}

/** A result that has just been computed, in the transaction that still holds it. */
export interface NewResult {
  readonly query_id: string
  readonly run: number
  readonly table_schema: 'cache' | 'released'
  readonly table_name: string
  readonly row_count: number
  readonly threshold: number | null
  readonly cells_left_out: number | null
  /** What the query itself reads events from. */
  readonly sources: readonly string[]
  readonly compute_ms: number
  readonly size_bytes: number
}

/**
 * Points to a new result, in the transaction that made its table: it becomes the one that is served, and the one
 * before it goes after a grace time. It has read the given items, and what its parts have read.
 *
 * @param items What it read itself; their versions are taken from the transaction's snapshot.
 * @param parts The runs of its parts.
 */
export async function storeResult(
  client: pg.ClientBase,
  result: NewResult,
  items: readonly string[],
  parts: readonly number[],
): Promise<void> {
  await client.query(
    'UPDATE cache.results SET superseded_at = now() WHERE query_id = $1 AND superseded_at IS NULL',
    [result.query_id],
  )
  await client.query(
    `INSERT INTO cache.results
       (query_id, run, table_schema, table_name, row_count, threshold, cells_left_out, sources, compute_ms, size_bytes)
     SELECT $1, $2, $3, $4, $5, $6, $7, ARRAY(
         SELECT unnest($8::text[])
         UNION
         SELECT unnest(sources) FROM cache.results WHERE run = ANY($9)
         ORDER BY 1
       ), $10, $11`,
    [
      result.query_id,
      result.run,
      result.table_schema,
      result.table_name,
      result.row_count,
      result.threshold,
      result.cells_left_out,
      result.sources,
      parts,
      result.compute_ms,
      result.size_bytes,
    ],
  )
  await client.query(
    `WITH read AS (
       SELECT unnest($3::text[]) AS item
       UNION
       SELECT item FROM cache.result_versions WHERE run = ANY($4)
     )
     INSERT INTO cache.result_versions (query_id, run, item, version)
     SELECT $1, $2, read.item, ${CURRENT_VERSION}
     FROM read
     LEFT JOIN etl.data_versions AS held USING (item)
     LEFT JOIN (${contentsOf('SELECT item FROM read')}) AS content USING (item)`,
    [result.query_id, result.run, items, parts],
  )
}
