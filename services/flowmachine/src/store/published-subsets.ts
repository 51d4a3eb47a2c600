import type pg from 'pg'
import { assertSubsetIsLarge } from '../release/subset.ts'
import { publishedSubset } from '../source/published-subsets.ts'
import type { Sql } from '../sql.ts'

/** A subset of subscribers that queries may name, if whoever asks has its scope. */
export interface PublishedSubset {
  readonly subset: string
  readonly published_at: Date
  /** Who belongs to it. */
  readonly members: number
  /** How many of them are in the data, and so found by queries. */
  readonly found: number
}

/** Short enough for a scope, and never the id of a query. */
const ID = /^[a-z][a-z0-9_-]{0,30}$/

/** How many people travel to the database at a time. */
const BATCH = 10_000

/** Where the members of a subset come from: pseudonyms as hexadecimal digits, or a stored table of subscribers. */
export type People = { readonly pseudonyms: AsyncIterable<string> } | { readonly table: Sql }

/**
 * Publishes a subset in the caller's transaction, which has to be rolled back when this throws.
 *
 * @throws when the id cannot be used or is taken, or too few of the people are in the data.
 */
export async function publishSubset(client: pg.ClientBase, id: string, people: People): Promise<void> {
  if (!ID.test(id))
    throw new Error(
      'An id begins with a small letter and has up to 31 small letters, digits, hyphens and underscores.',
    )
  const { rowCount } = await client.query('SELECT FROM subsets.published WHERE subset = $1', [id])
  if (rowCount) throw new Error(`There is a subset ${id} already. Withdraw it first, or choose another id.`)
  await client.query('SELECT subsets.publish($1)', [id])
  if ('table' in people) await addFromTable(client, id, people.table)
  else await addPseudonyms(client, id, people.pseudonyms)
  await assertSubsetIsLarge(client, publishedSubset(id))
}

async function addPseudonyms(
  client: pg.ClientBase,
  id: string,
  pseudonyms: AsyncIterable<string>,
): Promise<void> {
  let batch: string[] = []
  const add = async () => {
    await client.query('SELECT subsets.add_members($1, $2::bytea[])', [id, batch])
    batch = []
  }
  for await (const pseudonym of pseudonyms) {
    batch.push(`\\x${pseudonym}`)
    if (batch.length >= BATCH) await add()
  }
  await add()
}

async function addFromTable(client: pg.ClientBase, id: string, table: Sql): Promise<void> {
  await client.query(
    `SELECT subsets.add_members($1, array_agg(msisdn))
     FROM (
       SELECT msisdn, row_number() OVER () / ${BATCH} AS batch
       FROM (SELECT DISTINCT subscriber FROM ${table.text}) AS people
       JOIN derived.subscribers USING (subscriber)
     ) AS people
     GROUP BY batch`,
    [id],
  )
}

/** The ids of the published subsets, in order. */
export async function publishedSubsetIds(database: pg.ClientBase | pg.Pool): Promise<string[]> {
  const { rows } = await database.query<{ subset: string }>(
    'SELECT subset FROM subsets.published ORDER BY subset',
  )
  return rows.map(({ subset }) => subset)
}

/** The published subsets, by id. */
export async function publishedSubsets(database: pg.ClientBase | pg.Pool): Promise<PublishedSubset[]> {
  const { rows } = await database.query<PublishedSubset>(
    `SELECT subset, published_at, count(msisdn)::integer AS members, count(subscriber)::integer AS found
     FROM subsets.published
     LEFT JOIN subsets.members USING (subset)
     LEFT JOIN derived.subscribers USING (msisdn)
     GROUP BY subset
     ORDER BY subset`,
  )
  return rows
}

/**
 * Withdraws a subset: queries can no longer name it, and results about it are not served any more.
 *
 * @returns whether there was one of that id.
 */
export async function withdrawSubset(database: pg.ClientBase | pg.Pool, id: string): Promise<boolean> {
  const { rows } = await database.query<{ withdrawn: boolean }>('SELECT subsets.withdraw($1) AS withdrawn', [
    id,
  ])
  return rows[0]?.withdrawn ?? false
}
