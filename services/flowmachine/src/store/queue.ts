import type pg from 'pg'
import type { Claim } from './claims.ts'
import type { User } from './interests.ts'

/*
 * Who is next. Users take turns: the next query is that of the user for whom the least is being computed, and only
 * among one user's queries does the first come first. What can wait (`background`) comes after everything else. A
 * query that several users want has the best of their places.
 */

/** What is being computed for each user. A computation that serves several counts for each of them. */
const BUSY = `busy AS (
  SELECT issuer, subject, count(DISTINCT query_id) AS running
  FROM cache.claims JOIN cache.wants USING (query_id)
  GROUP BY issuer, subject
)`

/**
 * Claims the query that is next among those whose parts are stored; undefined when none is due. The connection that
 * asks is the one that will compute: its backend is noted, so that a successor can end it.
 *
 * Whole tables are joined, which hold little more than what is under way: with 6,000 waiting tasks this takes a tenth of
 * a second, and looking the turn of each task up by itself took 16.
 *
 * @param mostPerUser How many may be computed for one user at a time, over all processes; 0 for any number. Two
 * workers that claim at the same moment may exceed it by one.
 */
export async function claimNext(
  client: pg.ClientBase,
  workerId: string,
  mostPerUser = 0,
): Promise<Claim | undefined> {
  const { rows } = await client.query<Claim>(
    `WITH ${BUSY}, turns AS (
       SELECT DISTINCT ON (wants.query_id) wants.query_id, background, coalesce(running, 0) AS running
       FROM cache.wants
       JOIN cache.interests AS interest
         ON interest.query_id = asked_id AND interest.issuer = wants.issuer AND interest.subject = wants.subject
       LEFT JOIN busy ON busy.issuer = wants.issuer AND busy.subject = wants.subject
       ORDER BY wants.query_id, background, running NULLS FIRST
     ), unready AS (
       SELECT link.query_id
       FROM cache.query_children AS link JOIN cache.tasks AS part ON part.query_id = link.child_id
       WHERE part.state IN ('queued', 'executing')
     ), next AS (
       SELECT query_id
       FROM cache.tasks AS task JOIN turns USING (query_id)
       WHERE state = 'queued' AND ($2 = 0 OR running < $2) AND query_id NOT IN (SELECT query_id FROM unready)
       ORDER BY background, running, queued_at, depth, query_id
       LIMIT 1
       FOR UPDATE OF task SKIP LOCKED
     ), started AS (
       UPDATE cache.tasks SET state = 'executing' FROM next WHERE tasks.query_id = next.query_id
       RETURNING tasks.query_id
     ), claimed AS (
       INSERT INTO cache.claims (query_id, run, worker_id, backend_pid, backend_started_at)
       SELECT started.query_id, nextval('cache.run_seq'), $1, activity.pid, activity.backend_start
       FROM started, pg_stat_activity AS activity
       WHERE activity.pid = pg_backend_pid()
       RETURNING query_id, run
     )
     INSERT INTO cache.runs (run, query_id, worker_id, wanted_by)
     SELECT run, query_id, $1, (
       SELECT jsonb_agg(DISTINCT jsonb_build_object('issuer', nullif(issuer, ''), 'subject', subject, 'token_id', token_id))
       FROM cache.wants AS wanted
       JOIN cache.interests AS interest USING (issuer, subject)
       WHERE wanted.query_id = claimed.query_id AND interest.query_id = asked_id
     )
     FROM claimed
     RETURNING query_id, run`,
    [workerId, mostPerUser],
  )
  return rows[0]
}

/**
 * The place of a query among those that people wait for and of which nothing is being computed yet, from 1; null when
 * it is not among them. It tells in which order they begin, and changes as users come and go.
 */
export async function queuePosition(database: pg.Pool, queryId: string): Promise<number | null> {
  const { rows } = await database.query<{ position: number }>(
    `WITH ${BUSY}, waiting AS (
       SELECT interest.query_id, background, queued_at, coalesce(running, 0) + row_number() OVER (
           PARTITION BY interest.issuer, interest.subject, background ORDER BY queued_at, interest.query_id
         ) AS turn
       FROM cache.interests AS interest
       JOIN cache.tasks AS task USING (query_id)
       LEFT JOIN busy ON busy.issuer = interest.issuer AND busy.subject = interest.subject
       WHERE state = 'queued' AND NOT EXISTS (
         SELECT FROM cache.wants JOIN cache.claims ON claims.query_id = wants.query_id
         WHERE wants.asked_id = interest.query_id
           AND wants.issuer = interest.issuer AND wants.subject = interest.subject
       )
     ), best AS (
       SELECT DISTINCT ON (query_id) * FROM waiting ORDER BY query_id, background, turn
     ), numbered AS (
       SELECT query_id, row_number() OVER (ORDER BY background, turn, queued_at, query_id) AS position
       FROM best
     )
     SELECT position FROM numbered WHERE query_id = $1`,
    [queryId],
  )
  return rows[0]?.position ?? null
}

/** How many queries, other than a given one, a user waits for. */
export async function countWaiting(
  client: pg.ClientBase,
  { issuer, subject }: User,
  besides: string,
): Promise<number> {
  const { rows } = await client.query<{ waiting: number }>(
    `SELECT count(*) AS waiting
     FROM cache.interests JOIN cache.tasks USING (query_id)
     WHERE issuer = $1 AND subject = $2 AND query_id <> $3 AND state IN ('queued', 'executing')`,
    [issuer, subject, besides],
  )
  return rows[0]?.waiting ?? 0
}
