import type pg from 'pg'

/**
 * Makes the stored result of a query larger than what fits into the buffers between the database and a reader, so that
 * one who does not read is waited for.
 *
 * @param times How many times each row comes again.
 * @returns its table, with its schema.
 */
export async function enlargeResult(database: pg.Pool, queryId: string, times: number): Promise<string> {
  const { rows } = await database.query<{ name: string }>(
    `SELECT table_schema || '.' || table_name AS name FROM cache.results WHERE query_id = $1`,
    [queryId],
  )
  const [table] = rows
  if (!table) throw new Error(`Query ${queryId} has no result`)
  await database.query(
    `INSERT INTO ${table.name} SELECT t.* FROM ${table.name} AS t, generate_series(1, ${times})`,
  )
  return table.name
}
