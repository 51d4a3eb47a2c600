import type { Queryable } from '../database/queryable.ts'
import { Refusal } from '../refusal.ts'

/** A session, as its owner sees it. */
export interface SessionRow {
  readonly id: string
  readonly started_at: Date
  readonly last_used_at: Date
  readonly address: string | null
  readonly user_agent: string | null
  readonly is_current: boolean
}

/**
 * The sessions of a user that could go on, the one that was used last first.
 *
 * @param currentId The one that asks.
 */
export async function sessionsOf(
  database: Queryable,
  userId: string,
  currentId: string,
): Promise<SessionRow[]> {
  const { rows } = await database.query<SessionRow>(
    `SELECT id, started_at, coalesce(max(used_at), started_at) AS last_used_at, address, user_agent,
       id = $2 AS is_current
     FROM sessions JOIN refresh_tokens ON session_id = id
     WHERE user_id = $1 AND ended_at IS NULL
     GROUP BY id HAVING max(expires_at) > now()
     ORDER BY id = $2 DESC, last_used_at DESC`,
    [userId, currentId],
  )
  return rows
}

/** Ends a session of a user. @throws {Refusal} `session_unknown`. */
export async function endOwnSession(database: Queryable, userId: string, id: string): Promise<void> {
  const { rowCount } = await database.query(
    'UPDATE sessions SET ended_at = now() WHERE id = $1 AND user_id = $2 AND ended_at IS NULL',
    [id, userId],
  )
  if (rowCount === 0) throw new Refusal('session_unknown')
}
