import type pg from 'pg'

/** Those of some columns that a table or view has, in their order; none where it does not exist. */
export async function columnsHeld(
  client: pg.ClientBase,
  table: string,
  columns: readonly string[],
): Promise<string[]> {
  const { rows } = await client.query<{ column: string }>(
    `SELECT attname AS column FROM pg_attribute
     WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped`,
    [table],
  )
  const held = new Set(rows.map(({ column }) => column))
  return columns.filter(column => held.has(column))
}

/** Whether a table or view exists and has rows. */
export async function hasRows(client: pg.ClientBase, table: string): Promise<boolean> {
  const { rows: tables } = await client.query<{ name: string }>(
    'SELECT to_regclass($1)::text AS name WHERE to_regclass($1) IS NOT NULL',
    [table],
  )
  const name = tables[0]?.name
  if (name === undefined) return false
  const { rows } = await client.query(`SELECT FROM ${name} LIMIT 1`)
  return rows.length > 0
}
