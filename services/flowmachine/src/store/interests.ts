import type { ActionRequest, Identity } from '@flowkit/contract'
import type pg from 'pg'
import { takeAway } from './claims.ts'
import { lockQueries } from './queries.ts'

/** Who wants something, as their token names them. */
export interface User {
  readonly issuer: string
  readonly subject: string
}

/** The user on whose behalf something is asked. Requests that name nobody count as one user's. */
export function userOf(identity: Identity | undefined): User {
  return { issuer: identity?.issuer ?? '', subject: identity?.subject ?? '' }
}

/** A user's interest in a query that they asked for. */
export interface Interest extends User {
  readonly query_id: string
}

/** What matters more among the queries that wait. */
export type Priority = NonNullable<ActionRequest['priority']>

/**
 * Notes that a user wants a query, and for its sake those of its parts that have to be computed. The queries are
 * locked by the caller.
 *
 * @param due The query itself and those parts.
 * @param priority Who asks again can change it.
 * @param tokenId The token with which they asked last.
 */
export async function want(
  client: pg.ClientBase,
  { query_id, issuer, subject }: Interest,
  due: readonly string[],
  priority: Priority,
  tokenId: string | null = null,
): Promise<void> {
  await client.query(
    `INSERT INTO cache.interests (query_id, issuer, subject, background, token_id) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (query_id, issuer, subject) DO UPDATE
     SET seen_at = now(), background = excluded.background, token_id = excluded.token_id`,
    [query_id, issuer, subject, priority === 'background', tokenId],
  )
  await client.query(
    `INSERT INTO cache.wants (query_id, asked_id, issuer, subject)
     SELECT query_id, $2, $3, $4 FROM unnest($1::text[]) AS due (query_id)
     ON CONFLICT DO NOTHING`,
    [due, query_id, issuer, subject],
  )
}

/** Has parts of a query be wanted by all who want the query. The queries are locked by the caller. */
export async function wantParts(
  client: pg.ClientBase,
  queryId: string,
  parts: readonly string[],
): Promise<void> {
  await client.query(
    `INSERT INTO cache.wants (query_id, asked_id, issuer, subject)
     SELECT part.query_id, whole.asked_id, whole.issuer, whole.subject
     FROM cache.wants AS whole CROSS JOIN unnest($2::text[]) AS part (query_id)
     WHERE whole.query_id = $1
     ON CONFLICT DO NOTHING`,
    [queryId, parts],
  )
}

/**
 * Notes that a user still looks after a query that they asked for.
 *
 * @param seconds Nothing is written when they were seen within this time.
 */
export async function keepInterest(
  database: pg.Pool,
  { query_id, issuer, subject }: Interest,
  seconds: number,
): Promise<void> {
  await database.query(
    `UPDATE cache.interests SET seen_at = now()
     WHERE query_id = $1 AND issuer = $2 AND subject = $3 AND seen_at < now() - make_interval(secs => $4)`,
    [query_id, issuer, subject, seconds],
  )
}

/** The interests that have not been seen for some time. */
export async function lapsedInterests(database: pg.Pool, seconds: number): Promise<Interest[]> {
  const { rows } = await database.query<Interest>(
    `SELECT query_id, issuer, subject FROM cache.interests WHERE seen_at < now() - make_interval(secs => $1)`,
    [seconds],
  )
  return rows
}

/**
 * Ends a user's interest in a query, and cancels what nobody wants then. Others who want it, or something that is
 * built on it, are not disturbed.
 *
 * @param seconds Only if it has not been seen for this time.
 * @returns the queries that were cancelled, parts among them.
 */
export async function withdrawInterest(
  client: pg.ClientBase,
  { query_id, issuer, subject }: Interest,
  seconds = 0,
): Promise<string[]> {
  const { rows: wanted } = await client.query<{ query_id: string }>(
    'SELECT query_id FROM cache.wants WHERE asked_id = $1 AND issuer = $2 AND subject = $3',
    [query_id, issuer, subject],
  )
  const ids = wanted.map(each => each.query_id)
  await lockQueries(client, ids)
  await client.query(
    `DELETE FROM cache.interests
     WHERE query_id = $1 AND issuer = $2 AND subject = $3 AND seen_at <= now() - make_interval(secs => $4)`,
    [query_id, issuer, subject, seconds],
  )
  return cancelUnwanted(client, ids)
}

/**
 * Cancels those of some queries that wait or are computed and that nobody wants. They are locked by the caller, so
 * that nobody begins to want one meanwhile.
 *
 * @returns those that were cancelled.
 */
async function cancelUnwanted(client: pg.ClientBase, queryIds: readonly string[]): Promise<string[]> {
  const taken = await takeAway(
    client,
    'cancelled',
    `claim.query_id = ANY($2)
       AND NOT EXISTS (SELECT FROM cache.wants WHERE wants.query_id = claim.query_id)`,
    queryIds,
  )
  const { rows } = await client.query<{ query_id: string }>(
    `UPDATE cache.tasks AS task SET state = 'cancelled', reason = NULL
     WHERE query_id = ANY($1) AND (state = 'queued' OR query_id = ANY($2))
       AND NOT EXISTS (SELECT FROM cache.wants WHERE wants.query_id = task.query_id)
     RETURNING query_id`,
    [queryIds, taken.map(({ query_id }) => query_id)],
  )
  return rows.map(({ query_id }) => query_id)
}

/** Waiting queries that are looked at in one go. */
const LARGEST_ROUND = 1_000

/**
 * Cancels what waits or is computed although nobody wants it: what could not be cancelled when its last user left,
 * because it was just being claimed.
 *
 * @returns those that were cancelled.
 */
export async function cancelLeftOver(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ query_id: string }>(
    `SELECT query_id
     FROM cache.tasks AS task
     WHERE state IN ('queued', 'executing')
       AND NOT EXISTS (SELECT FROM cache.wants WHERE wants.query_id = task.query_id)
     ORDER BY query_id
     LIMIT $1`,
    [LARGEST_ROUND],
  )
  if (rows.length === 0) return []
  const ids = rows.map(({ query_id }) => query_id)
  await lockQueries(client, ids)
  return cancelUnwanted(client, ids)
}

/** Forgets interests in what has come to an end; who asked a moment ago may be about to ask again. */
export async function forgetSatisfiedInterests(database: pg.Pool): Promise<void> {
  await database.query(
    `DELETE FROM cache.interests AS interest
     WHERE seen_at < now() - interval '1 minute' AND NOT EXISTS (
       SELECT FROM cache.tasks
       WHERE tasks.query_id = interest.query_id AND state IN ('queued', 'executing')
     )`,
  )
}
