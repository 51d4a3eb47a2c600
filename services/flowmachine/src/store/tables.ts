import type pg from 'pg'
import { name, type Sql, sql } from '../sql.ts'
import { type Resources, setResources } from './resources.ts'
import { inSlices } from './slices.ts'

// The only places that make result tables or measure them: another storage, such as one that distributes rows by
// subscriber over several servers, replaces these and nothing else.

/** Makes a table with rows of single subscribers, which may be large, and learns its statistics. */
export async function createSubscriberTable(
  client: pg.ClientBase,
  tableName: string,
  content: Sql,
  resources: Resources,
): Promise<number> {
  return createTable(client, 'cache', tableName, content, resources)
}

/** Makes a table with an aggregate, which is small, where the gateway may read it. */
export async function createReleasedTable(
  client: pg.ClientBase,
  tableName: string,
  content: Sql,
  resources: Resources,
): Promise<number> {
  const rows = await createTable(client, 'released', tableName, content, resources)
  await client.query(sql`GRANT SELECT ON ${name('released', tableName)} TO flowapi`.text)
  return rows
}

/** How much room a table takes, in bytes. */
export async function tableSize(client: pg.ClientBase, schema: string, tableName: string): Promise<number> {
  const { rows } = await client.query<{ size: number }>(
    'SELECT pg_total_relation_size($1::regclass) AS size',
    [name(schema, tableName).text],
  )
  return rows[0]?.size ?? 0
}

/**
 * How many rows of a new table are looked at to learn its statistics, in units of 300. The server's setting is for
 * tables of events, which are looked at once and read for years; for a result it would take as long as making it, and
 * this is enough to know how many rows and places there are.
 */
const STATISTICS_TARGET = 10

async function createTable(
  client: pg.ClientBase,
  schema: string,
  tableName: string,
  content: Sql,
  resources: Resources,
): Promise<number> {
  const table = name(schema, tableName)
  const slices = await inSlices(client, content, resources)
  if (!slices) await setResources(client, content, resources)
  // CREATE TABLE AS is planned in parallel, INSERT … SELECT never is.
  const { rowCount } = await client.query(sql`CREATE TABLE ${table} AS\n${slices ?? content}`.text)
  await client.query(sql`SET LOCAL default_statistics_target = ${STATISTICS_TARGET}`.text)
  await client.query(sql`ANALYZE ${table}`.text)
  return rowCount ?? 0
}
