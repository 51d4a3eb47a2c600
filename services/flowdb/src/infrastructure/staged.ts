import pg from 'pg'
import type { Rejects } from '../ingest/rejects.ts'
import { copyInto } from '../load/copy.ts'
import { type InfrastructureTable, isPlace, type TableColumns } from './tables.ts'

// Rows that are being loaded wait in the temporary table `loading`, until they are complete and known to be sound. Its
// columns are those of the table, the line of the file, and for places `geom_point`.

/** The name of a table, with its schema. */
export function qualified(table: InfrastructureTable): string {
  return `infrastructure.${table}`
}

/** The columns that tell rows of a table apart. */
export function keyOf(table: InfrastructureTable): readonly string[] {
  return isPlace(table) ? ['id', 'version'] : ['id']
}

/** Names of columns as SQL has them, of a table where one is given. */
export function list(columns: readonly string[], table?: string): string {
  const prefix = table === undefined ? '' : `${table}.`
  return columns.map(column => `${prefix}${pg.escapeIdentifier(column)}`).join(', ')
}

/** Makes the temporary table and fills it. */
export async function stage(
  client: pg.ClientBase,
  table: InfrastructureTable,
  { stored }: TableColumns,
  rows: { readonly columns: readonly string[]; readonly chunks: AsyncIterable<string> },
): Promise<void> {
  await client.query(`
    CREATE TEMP TABLE loading ON COMMIT DROP AS SELECT ${list(stored)} FROM ${qualified(table)} WITH NO DATA
  `)
  await client.query('ALTER TABLE loading ADD COLUMN line integer')
  if (isPlace(table))
    await client.query(`
      ALTER TABLE loading ADD COLUMN longitude float8, ADD COLUMN latitude float8,
        ADD COLUMN geom_point geometry GENERATED ALWAYS AS (ST_SetSRID(ST_Point(longitude, latitude), 4326)) STORED
    `)
  await copyInto(client, 'loading', { columns: [...rows.columns, 'line'], chunks: rows.chunks })
  await client.query('ANALYZE loading')
}

/**
 * Leaves out staged rows.
 *
 * @param condition SQL over `loading`.
 * @param reason What is wrong with them; says nothing that a row holds.
 */
export async function reject(
  client: pg.ClientBase,
  rejects: Rejects,
  reason: string,
  condition: string,
): Promise<void> {
  const { rows } = await client.query<{ line: number }>(
    `DELETE FROM loading WHERE ${condition} RETURNING line`,
  )
  // A row and the end of the version before it share a line.
  const lines = new Set(rows.map(({ line }) => line).sort((a, b) => a - b))
  for (const line of lines) await rejects.add(line, reason)
}
