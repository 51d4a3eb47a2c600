import type { FirstAdmin } from '../config.ts'
import type { Queryable } from '../database/queryable.ts'
import { type OneTimePassword, setOneTimePassword } from './one-time-password.ts'
import { forgetSecondFactors } from './second-factors.ts'

/**
 * Makes the deployment's administrator, with the password that it names, where no administrator has a password.
 *
 * @returns whether there is still none who could sign in.
 */
export async function ensureAdmin(database: Queryable, { username, password }: FirstAdmin): Promise<boolean> {
  const { rowCount } = await database.query(
    'SELECT FROM users JOIN passwords ON passwords.user_id = users.id WHERE is_admin LIMIT 1',
  )
  if (rowCount) return false
  const id = await makeAdmin(database, username)
  if (password === undefined) return true
  await setOneTimePassword(database, id, password)
  return false
}

/**
 * Gives the administrator of a name a new one-time password, and makes them one first where they are not. Their second
 * factor, which may be what they have lost, is forgotten.
 */
export async function resetAdminPassword(database: Queryable, username: string): Promise<OneTimePassword> {
  const id = await makeAdmin(database, username)
  await forgetSecondFactors(database, id)
  return setOneTimePassword(database, id)
}

async function makeAdmin(database: Queryable, username: string): Promise<string> {
  const { rows } = await database.query<{ id: string }>(
    `INSERT INTO users (username, is_admin) VALUES ($1, true)
     ON CONFLICT (lower(username)) DO UPDATE SET is_admin = true, suspended_at = NULL
     RETURNING id`,
    [username],
  )
  const [user] = rows
  if (!user) throw new Error('The database did not say whom it has added')
  return user.id
}
