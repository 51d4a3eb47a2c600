import type { Queryable } from '../database/queryable.ts'
import type { Access } from './access-token.ts'

/** Who asks, as the database has them now. */
export interface Viewer {
  readonly id: string
  readonly username: string
  readonly is_admin: boolean
  readonly must_change_password: boolean
  readonly has_password: boolean
  readonly has_second_factor: boolean
  readonly needs_second_factor: boolean
  readonly sessionId: string
  readonly fresh: boolean
}

/**
 * The user whom an access token speaks for; undefined once the session has ended or the user is suspended.
 *
 * A second factor goes with a password: who signs in by identity providers alone has those ask for one.
 *
 * @param adminsNeedSecondFactor Whether every administrator needs one, whatever is asked of them as a user.
 */
export async function viewerOf(
  database: Queryable,
  access: Access,
  adminsNeedSecondFactor: boolean,
): Promise<Viewer | undefined> {
  const { rows } = await database.query<Omit<Viewer, 'sessionId' | 'fresh'>>(
    `SELECT users.id, username, is_admin, one_time_until IS NOT NULL AS must_change_password,
       passwords.user_id IS NOT NULL AS has_password,
       EXISTS (SELECT FROM second_factors WHERE user_id = users.id) AS has_second_factor,
       passwords.user_id IS NOT NULL AND (needs_second_factor OR (is_admin AND $3)) AS needs_second_factor
     FROM sessions
     JOIN users ON users.id = sessions.user_id
     LEFT JOIN passwords ON passwords.user_id = users.id
     WHERE sessions.id = $1 AND users.id = $2 AND ended_at IS NULL AND suspended_at IS NULL`,
    [access.sessionId, access.userId, adminsNeedSecondFactor],
  )
  return rows[0] && { ...rows[0], sessionId: access.sessionId, fresh: access.fresh }
}

/** Whether somebody can do nothing before they have set up a second factor. */
export function mustSetUpSecondFactor(viewer: Viewer): boolean {
  return viewer.needs_second_factor && !viewer.has_second_factor
}
