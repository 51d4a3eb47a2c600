import type { Queryable } from '../database/queryable.ts'
import { Refusal } from '../refusal.ts'
import { hashPassword, isPassword } from './password-hash.ts'
import { assertStrong } from './password-strength.ts'

/**
 * The id of the user whose name and password these are. One who is suspended, or whose one-time password is too old,
 * is nobody; each answer takes as long as the others.
 */
export async function userWithPassword(
  database: Queryable,
  username: string,
  password: string,
): Promise<string | undefined> {
  const { rows } = await database.query<{ id: string; hash: string }>(
    `SELECT users.id, passwords.hash
     FROM users JOIN passwords ON passwords.user_id = users.id
     WHERE lower(username) = lower($1) AND suspended_at IS NULL
       AND (one_time_until IS NULL OR one_time_until > now())`,
    [username],
  )
  const [user] = rows
  return (await isPassword(password, user?.hash)) ? user?.id : undefined
}

/**
 * Gives a user a password of their own.
 *
 * @throws {Refusal} `password_weak`, `password_unchanged`.
 */
export async function changePassword(
  database: Queryable,
  user: { readonly id: string; readonly username: string },
  passwords: { readonly current: string; readonly next: string },
): Promise<void> {
  if (passwords.next === passwords.current) throw new Refusal('password_unchanged')
  assertStrong(passwords.next, user.username)
  await database.query(
    'UPDATE passwords SET hash = $2, one_time_until = NULL, changed_at = now() WHERE user_id = $1',
    [user.id, await hashPassword(passwords.next)],
  )
}
