import type { Queryable } from '../database/queryable.ts'
import type { Access } from './access-token.ts'

/** Who asks, as the database has them now. */
export interface Viewer {
  readonly id: string
  readonly username: string
  readonly is_admin: boolean
  readonly must_change_password: boolean
  readonly sessionId: string
  readonly fresh: boolean
}

/** The user whom an access token speaks for; undefined once the session has ended or the user is suspended. */
export async function viewerOf(database: Queryable, access: Access): Promise<Viewer | undefined> {
  const { rows } = await database.query<
    Pick<Viewer, 'id' | 'username' | 'is_admin' | 'must_change_password'>
  >(
    `SELECT users.id, username, is_admin, one_time_until IS NOT NULL AS must_change_password
     FROM sessions
     JOIN users ON users.id = sessions.user_id
     LEFT JOIN passwords ON passwords.user_id = users.id
     WHERE sessions.id = $1 AND users.id = $2 AND ended_at IS NULL AND suspended_at IS NULL`,
    [access.sessionId, access.userId],
  )
  return rows[0] && { ...rows[0], sessionId: access.sessionId, fresh: access.fresh }
}
