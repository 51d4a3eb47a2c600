import type { NewUser, UserChange } from '../api/users.ts'
import { isDangling, isDuplicate, type Queryable } from '../database/queryable.ts'
import { Refusal } from '../refusal.ts'
import { endSessionsOf } from '../sessions/sessions.ts'
import { revokeTokensOf, revokeTokensWithRolesOf } from '../tokens/revocations.ts'
import { type OneTimePassword, setOneTimePassword } from './one-time-password.ts'
import { forgetSecondFactors } from './second-factors.ts'

/** A user with their roles, as stored. */
export interface UserRow {
  readonly id: string
  readonly username: string
  readonly is_admin: boolean
  readonly suspended_at: Date | null
  readonly created_at: Date
  readonly one_time_password_until: Date | null
  readonly needs_second_factor: boolean
  readonly has_second_factor: boolean
  readonly has_password: boolean
  readonly providers: string[]
  readonly roles: { id: string; name: string; server_id: string; server_name: string }[]
}

const SELECT_USERS = `
  SELECT users.id, username, is_admin, suspended_at, created_at, one_time_until AS one_time_password_until,
    needs_second_factor, EXISTS (SELECT FROM second_factors WHERE user_id = users.id) AS has_second_factor,
    passwords.user_id IS NOT NULL AS has_password,
    ARRAY(
      SELECT DISTINCT name FROM identities JOIN identity_providers ON identity_providers.id = provider_id
      WHERE identities.user_id = users.id ORDER BY name
    ) AS providers,
    coalesce((
      SELECT json_agg(json_build_object(
        'id', roles.id, 'name', roles.name, 'server_id', servers.id, 'server_name', servers.name
      ) ORDER BY servers.name, roles.name)
      FROM role_members
      JOIN roles ON roles.id = role_members.role_id
      JOIN servers ON servers.id = roles.server_id
      WHERE role_members.user_id = users.id
    ), '[]') AS roles
  FROM users LEFT JOIN passwords ON passwords.user_id = users.id`

/** Everybody, by name. */
export async function listUsers(database: Queryable): Promise<UserRow[]> {
  return (await database.query<UserRow>(`${SELECT_USERS} ORDER BY lower(username)`)).rows
}

/** One user. @throws {Refusal} `user_unknown`. */
export async function findUser(database: Queryable, id: string): Promise<UserRow> {
  const { rows } = await database.query<UserRow>(`${SELECT_USERS} WHERE users.id = $1`, [id])
  if (!rows[0]) throw new Refusal('user_unknown')
  return rows[0]
}

/**
 * Adds a user, with a one-time password.
 *
 * @throws {Refusal} `username_taken`, `role_unknown`.
 */
export async function addUser(
  client: Queryable,
  { username, is_admin, needs_second_factor, role_ids }: NewUser,
): Promise<{ user: UserRow; one_time_password: OneTimePassword }> {
  const { rows } = await client
    .query<{ id: string }>(
      'INSERT INTO users (username, is_admin, needs_second_factor) VALUES ($1, $2, $3) RETURNING id',
      [username, is_admin, needs_second_factor],
    )
    .catch(error => {
      throw isDuplicate(error) ? new Refusal('username_taken') : error
    })
  const id = rows[0]?.id ?? ''
  await setRolesOf(client, id, role_ids)
  const one_time_password = await setOneTimePassword(client, id)
  return { user: await findUser(client, id), one_time_password }
}

/**
 * Changes what is mentioned. Who is suspended is signed out everywhere, and their tokens are revoked; so are tokens with
 * a role that is taken away.
 *
 * @throws {Refusal} `user_unknown`, `role_unknown`, `last_admin`.
 */
export async function changeUser(client: Queryable, id: string, change: UserChange): Promise<UserRow> {
  // Two administrators who suspend each other at the same moment wait for one another.
  await client.query('LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE')
  const before = await findUser(client, id)
  const isAdmin = change.is_admin ?? before.is_admin
  const suspended = change.suspended ?? before.suspended_at !== null
  if (before.is_admin && (!isAdmin || suspended)) await assertOtherAdmin(client, id)
  await client.query(
    `UPDATE users SET is_admin = $2, suspended_at = CASE WHEN $3 THEN coalesce(suspended_at, now()) END,
       needs_second_factor = $4
     WHERE id = $1`,
    [id, isAdmin, suspended, change.needs_second_factor ?? before.needs_second_factor],
  )
  if (suspended) {
    await endSessionsOf(client, id)
    await revokeTokensOf(client, id)
  }
  if (change.role_ids) await setRolesOf(client, id, change.role_ids)
  return findUser(client, id)
}

/**
 * Switches the password of a user off, who signs in by identity providers from then on. An administrator with a
 * password remains, for when a provider does not answer.
 *
 * @throws {Refusal} `user_unknown`, `identity_missing`, `last_admin`.
 */
export async function removePassword(client: Queryable, id: string): Promise<UserRow> {
  await client.query('LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE')
  const { is_admin, providers } = await findUser(client, id)
  if (providers.length === 0) throw new Refusal('identity_missing')
  if (is_admin) await assertOtherAdmin(client, id)
  await client.query('DELETE FROM passwords WHERE user_id = $1', [id])
  await forgetSecondFactors(client, id)
  await endSessionsOf(client, id)
  return findUser(client, id)
}

async function assertOtherAdmin(client: Queryable, id: string): Promise<void> {
  const { rowCount } = await client.query(
    `SELECT FROM users JOIN passwords ON passwords.user_id = users.id
     WHERE is_admin AND suspended_at IS NULL AND (one_time_until IS NULL OR one_time_until > now())
       AND users.id <> $1
     LIMIT 1`,
    [id],
  )
  if (rowCount === 0) throw new Refusal('last_admin')
}

async function setRolesOf(client: Queryable, userId: string, roleIds: readonly string[]): Promise<void> {
  const { rows: taken } = await client.query<{ role_id: string }>(
    'DELETE FROM role_members WHERE user_id = $1 AND role_id <> ALL($2) RETURNING role_id',
    [userId, roleIds],
  )
  await client
    .query(
      `INSERT INTO role_members (role_id, user_id)
       SELECT DISTINCT unnest($2::uuid[]), $1::uuid ON CONFLICT DO NOTHING`,
      [userId, roleIds],
    )
    .catch(error => {
      throw isDangling(error) ? new Refusal('role_unknown') : error
    })
  const lost = taken.map(({ role_id }) => role_id)
  await revokeTokensWithRolesOf(client, userId, lost)
}
