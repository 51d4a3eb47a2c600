/**
 * A program for comparisons: the rows of aggregates before anything is withheld, from a database of synthetic data. It
 * stands outside the product, which has no way to them: containers leave this folder out.
 *
 * Reads `{ url, queries: { name: spec } }` on standard input, and prints a line of JSON for each query: its `name`, and
 * its `rows` and those of them that are `released`, or an `error`.
 */
import { text } from 'node:stream/consumers'
import pg from 'pg'
import { z } from 'zod'
import { releaseOf, ruleOf } from '../queries/index.ts'
import { type Query, storedQuery, tree } from '../queries/query.ts'
import { render } from '../queries/render.ts'
import { redacted } from '../release/rules.ts'
import { validated } from '../server/actions/query-spec.ts'
import { readCatalog } from '../source/catalog.ts'
import { name, type Sql, sql } from '../sql.ts'
import { withClient } from './world.ts'

const Request = z.object({
  url: z.string(),
  queries: z.record(z.string(), z.record(z.string(), z.unknown())),
})

/** The rows of a query, over temporary tables of its parts, which later queries share. */
async function unredacted(
  client: pg.Client,
  spec: Readonly<Record<string, unknown>>,
  parts: Map<string, number>,
): Promise<{ rows: unknown[]; released: unknown[] }> {
  const catalog = await readCatalog(client)
  const rendered = (query: Query): Sql =>
    render(query, {
      catalog,
      tableOf: id => name(`part_${id}`),
      rowsOf: id => parts.get(id) ?? 0,
      samplingSecret: 'a secret for comparisons',
    }).sql
  const root = storedQuery(validated(spec))
  for (const part of tree(root)) {
    if (part.id === root.id || parts.has(part.id)) continue
    const made = await client.query(
      sql`CREATE TEMPORARY TABLE ${name(`part_${part.id}`)} AS\n${rendered(part)}`.text,
    )
    parts.set(part.id, made.rowCount ?? 0)
  }
  const columns = releaseOf(root.spec).columns(root.spec)
  const aggregate = name(`whole_${root.id}`)
  await client.query(sql`CREATE TEMPORARY TABLE ${aggregate} AS\n${rendered(root)}`.text)
  const shown = async (table: Sql) => {
    const { rows } = await client.query<{ row: unknown }>(
      sql`SELECT to_jsonb(shown) AS row FROM (SELECT ${columns.map(column => name(column))} FROM ${table} AS aggregate) AS shown`
        .text,
    )
    return rows.map(({ row }) => row)
  }
  const all = sql`SELECT * FROM ${aggregate}`
  const answer = {
    rows: await shown(aggregate),
    released: await shown(sql`(${redacted(ruleOf(root.spec), all, columns)})`),
  }
  await client.query(sql`DROP TABLE ${aggregate}`.text)
  return answer
}

// Days are compared as texts.
pg.types.setTypeParser(pg.types.builtins.DATE, String)

const { url, queries } = Request.parse(JSON.parse(await text(process.stdin)))
await withClient(url, async client => {
  const parts = new Map<string, number>()
  for (const [query, spec] of Object.entries(queries)) {
    const answer = await unredacted(client, spec, parts).then(
      rows => rows,
      (error: unknown) => ({ error: String(error) }),
    )
    process.stdout.write(`${JSON.stringify({ name: query, ...answer })}\n`)
  }
})
