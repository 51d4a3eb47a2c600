import { perSubscriberKinds } from '@flowkit/contract'
import type pg from 'pg'
import { type Query, releasedQuery, storedQuery } from '../queries/query.ts'
import { name, type Sql } from '../sql.ts'
import { getQuery } from '../store/queries.ts'
import { currentResults } from '../store/results.ts'

/**
 * The stored table of the people that a query is about: of a query that gives rows per subscriber its own, of one that
 * is made of a single such query that one's.
 *
 * @throws when there is no such query, when it is about several groups of people, or when its data have changed since.
 */
export async function peopleOfQuery(client: pg.ClientBase, queryId: string): Promise<Sql> {
  const { form, spec } = await getQuery(client, queryId).catch(() => {
    throw new Error(`There is no query ${queryId}.`)
  })
  const query = form === 'released' ? releasedQuery(spec) : storedQuery(spec)
  const groups = isAboutSubscribers(query) ? [query] : query.children.filter(isAboutSubscribers)
  const [group, ...others] = groups
  if (!group || others.length > 0)
    throw new Error(
      `Query ${queryId} is made of ${groups.length} groups of subscribers: only one can be published. Ask for a spatial_aggregate of the one that you mean.`,
    )
  const result = (await currentResults(client, [group.id])).get(group.id)
  if (!result?.fresh)
    throw new Error(
      `The subscribers of query ${queryId} are not stored, or not as they are now. Run it again.`,
    )
  return name(result.table_schema, result.table_name)
}

const KINDS = new Set(perSubscriberKinds().map(({ kind }) => kind))

function isAboutSubscribers({ form, spec }: Query): boolean {
  return form === 'stored' && KINDS.has(spec.query_kind)
}
