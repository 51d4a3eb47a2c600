import { transaction } from '@flowkit/service'
import type pg from 'pg'
import type { Queryable } from '../database/queryable.ts'
import { endGrantsOfUser } from '../devices/client-grants.ts'
import { Refusal } from '../refusal.ts'
import { LONGEST_SESSION_DAYS, REFRESH_TOKEN_DAYS } from './lifetimes.ts'
import { digestOf, newSecret } from './one-time-secret.ts'

/** A session, and the token that continues it. */
export interface ContinuedSession {
  readonly sessionId: string
  readonly userId: string
  readonly refreshToken: string
}

/** From where somebody signs in. */
export interface Origin {
  readonly address: string
  readonly userAgent: string | undefined
}

/** No browser's name for itself is longer. */
const LONGEST_USER_AGENT = 300

/** Begins a session for somebody who has shown who they are. */
export async function startSession(
  database: Queryable,
  userId: string,
  { address, userAgent }: Origin,
): Promise<ContinuedSession> {
  const { rows } = await database.query<{ id: string }>(
    'INSERT INTO sessions (user_id, address, user_agent) VALUES ($1, $2, $3) RETURNING id',
    [userId, address, userAgent?.slice(0, LONGEST_USER_AGENT)],
  )
  const sessionId = rows[0]?.id ?? ''
  return { sessionId, userId, refreshToken: await issueRefreshToken(database, sessionId) }
}

/**
 * Continues a session: its refresh token is used up and replaced. One that is used a second time is in two hands, so
 * nobody's session is continued by it, and the whole session ends.
 *
 * @throws {Refusal} `session_ended`.
 */
export async function continueSession(pool: pg.Pool, refreshToken: string): Promise<ContinuedSession> {
  const continued = await transaction(pool, async client => {
    const { rows } = await client.query<{ session_id: string; user_id: string; used: boolean }>(
      `SELECT session_id, sessions.user_id, used_at IS NOT NULL AS used
       FROM refresh_tokens
       JOIN sessions ON sessions.id = session_id
       JOIN users ON users.id = sessions.user_id
       WHERE digest = $1 AND expires_at > now() AND ended_at IS NULL AND suspended_at IS NULL
         AND started_at > now() - make_interval(days => $2)
       FOR UPDATE OF refresh_tokens`,
      [digestOf(refreshToken), LONGEST_SESSION_DAYS],
    )
    const [found] = rows
    if (!found) return undefined
    if (found.used) {
      await endSession(client, found.session_id)
      return undefined
    }
    await client.query('UPDATE refresh_tokens SET used_at = now() WHERE digest = $1', [
      digestOf(refreshToken),
    ])
    const next = await issueRefreshToken(client, found.session_id)
    return { sessionId: found.session_id, userId: found.user_id, refreshToken: next }
  })
  if (!continued) throw new Refusal('session_ended')
  return continued
}

/** Ends a session; it may have ended before. */
export async function endSession(database: Queryable, sessionId: string): Promise<void> {
  await database.query('UPDATE sessions SET ended_at = now() WHERE id = $1 AND ended_at IS NULL', [sessionId])
}

/** Ends the session that a refresh token belongs to. @returns whose it was, where there was one. */
export async function endSessionOf(database: Queryable, refreshToken: string): Promise<string | undefined> {
  const { rows } = await database.query<{ username: string }>(
    `UPDATE sessions SET ended_at = now() FROM users
     WHERE users.id = user_id AND ended_at IS NULL
       AND sessions.id = (SELECT session_id FROM refresh_tokens WHERE digest = $1)
     RETURNING username`,
    [digestOf(refreshToken)],
  )
  return rows[0]?.username
}

/** Whose a session is that goes on. @throws {Refusal} `session_ended`. */
export async function usernameOfSession(
  database: Queryable,
  sessionId: string,
  userId: string,
): Promise<string> {
  const { rows } = await database.query<{ username: string }>(
    `SELECT username FROM sessions JOIN users ON users.id = user_id
     WHERE sessions.id = $1 AND user_id = $2 AND ended_at IS NULL`,
    [sessionId, userId],
  )
  if (!rows[0]) throw new Refusal('session_ended')
  return rows[0].username
}

/** Ends all sessions of a user and what clients may do for them, in the transaction of what that is for. */
export async function endSessionsOf(client: Queryable, userId: string): Promise<void> {
  await client.query('UPDATE sessions SET ended_at = now() WHERE user_id = $1 AND ended_at IS NULL', [userId])
  await endGrantsOfUser(client, userId)
}

/** Ends all that {@link endSessionsOf} does, and begins a session for the user who has asked for that. */
export async function startSessionAnew(
  client: Queryable,
  userId: string,
  origin: Origin,
): Promise<ContinuedSession> {
  await endSessionsOf(client, userId)
  return startSession(client, userId, origin)
}

/** Forgets what nobody can use any more. */
export async function forgetOldSessions(database: Queryable): Promise<void> {
  await database.query(
    `DELETE FROM sessions WHERE NOT EXISTS (
       SELECT FROM refresh_tokens WHERE session_id = sessions.id AND expires_at > now()
     ) AND started_at < now() - interval '1 day'`,
  )
  await database.query("DELETE FROM sign_in_attempts WHERE last_failed_at < now() - interval '1 day'")
}

async function issueRefreshToken(database: Queryable, sessionId: string): Promise<string> {
  const token = newSecret()
  await database.query(
    `INSERT INTO refresh_tokens (digest, session_id, expires_at)
     VALUES ($1, $2, now() + make_interval(days => $3))`,
    [digestOf(token), sessionId, REFRESH_TOKEN_DAYS],
  )
  return token
}
