import type { Spec } from '@flowkit/contract'
import type pg from 'pg'
import { lookup } from './together.ts'

/** A query as the store sees it: it knows neither kinds nor SQL. */
export interface StoredQuery {
  readonly id: string
  readonly form: 'stored' | 'released'
  readonly spec: Spec
  readonly children: readonly { readonly id: string }[]
}

/**
 * Remembers queries and what they are made of. Parts come before wholes in `queries`, and the last one is what
 * somebody asked for: from now on its id is known outside. They are locked until the end of the transaction.
 */
export async function rememberQueries(
  client: pg.ClientBase,
  queries: readonly StoredQuery[],
  asked: string,
): Promise<void> {
  const rows = queries
    .map(({ id, form, spec }) => ({
      query_id: id,
      form,
      kind: spec.query_kind,
      spec,
      top_level: id === asked,
    }))
    .sort(byId)
  await client.query(
    `INSERT INTO cache.queries AS known (query_id, form, kind, spec, top_level)
     SELECT query_id, form, kind, spec, top_level
     FROM jsonb_to_recordset($1) AS new (query_id text, form text, kind text, spec jsonb, top_level boolean)
     ON CONFLICT (query_id) DO UPDATE SET top_level = true WHERE excluded.top_level AND NOT known.top_level`,
    [JSON.stringify(rows)],
  )
  const links = queries.flatMap(({ id, children }) => children.map(child => [id, child.id] as const))
  await client.query(
    `INSERT INTO cache.query_children (query_id, child_id)
     SELECT DISTINCT * FROM unnest($1::text[], $2::text[]) AS new (query_id, child_id) ORDER BY 1, 2
     ON CONFLICT DO NOTHING`,
    [links.map(([parent]) => parent), links.map(([, child]) => child)],
  )
}

/**
 * Locks queries, in one order, until the end of the transaction. Who decides whether a query is wanted does so under
 * its lock; {@link rememberQueries} takes it too.
 */
export async function lockQueries(client: pg.ClientBase, queryIds: readonly string[]): Promise<void> {
  await client.query(
    'SELECT FROM cache.queries WHERE query_id = ANY($1) ORDER BY query_id FOR NO KEY UPDATE',
    [queryIds],
  )
}

/** Two processes that write the same rows in one order can't lock each other out. */
const byId = (a: { query_id: string }, b: { query_id: string }) => (a.query_id < b.query_id ? -1 : 1)

/**
 * The spec of a query that somebody has asked for. Parts of queries are unknown here, whoever asks: their results
 * are about single subscribers.
 */
export async function findAskedQuery(database: pg.Pool, queryId: string): Promise<Spec | undefined> {
  return (await asked.of(database, [queryId])).get(queryId)
}

const asked = lookup<Spec>(async (database, queryIds) => {
  const { rows } = await database.query<{ query_id: string; spec: Spec }>({
    name: 'asked queries',
    text: `SELECT query_id, spec FROM cache.queries
     WHERE query_id = ANY($1) AND top_level AND form = 'released'`,
    values: [queryIds],
  })
  return new Map(rows.map(({ query_id, spec }) => [query_id, spec]))
})

/** A query whose computation is due, part or whole. */
export async function getQuery(
  client: pg.ClientBase | pg.Pool,
  queryId: string,
): Promise<{ form: 'stored' | 'released'; spec: Spec }> {
  const { rows } = await client.query<{ form: 'stored' | 'released'; spec: Spec }>(
    'SELECT form, spec FROM cache.queries WHERE query_id = $1',
    [queryId],
  )
  const [found] = rows
  if (!found) throw new Error(`There is no query ${queryId}`)
  return found
}
