import { ConfigError } from '@flowkit/service'
import { hashPassword, isPassword } from '../accounts/password-hash.ts'
import { NOBODY, teller } from '../audit/audit.ts'
import type { Queryable } from '../database/queryable.ts'

/** Who signs in to a demo: an administrator and somebody who makes tokens, by the names that FlowKit's demo gives them. */
export const DEMO_ADMIN = 'TEST_ADMIN'
export const DEMO_USER = 'TEST_USER'
const DEMO_NAMES = [DEMO_ADMIN, DEMO_USER]
/** The password of both, which everybody knows. */
export const DEMO_PASSWORD = 'DUMMY_PASSWORD'

/**
 * Makes the accounts of a demo where nobody can sign in yet. They keep their password, unlike accounts that an
 * administrator makes; one that has been changed stays changed.
 *
 * @throws {ConfigError} where people can sign in already: a known administrator has no business among them.
 */
export async function ensureDemoAccounts(database: Queryable): Promise<void> {
  const { rows } = await database.query<{ username: string }>(
    'SELECT username FROM users WHERE id IN (SELECT user_id FROM passwords UNION ALL SELECT user_id FROM identities)',
  )
  if (rows.some(({ username }) => DEMO_NAMES.includes(username))) return
  if (rows.length > 0)
    throw new ConfigError(
      'DEMO_MODE needs a database of its own: people can sign in here already, and the password of a demo is known.',
    )
  await database.query(
    `WITH added AS (
       INSERT INTO users (username, is_admin) VALUES ($1, true), ($2, false) RETURNING id
     )
     INSERT INTO passwords (user_id, hash) SELECT id, $3 FROM added`,
    [DEMO_ADMIN, DEMO_USER, await hashPassword(DEMO_PASSWORD)],
  )
  for (const about of DEMO_NAMES) await teller(database, NOBODY)('user_added', { about })
}

/**
 * Lets no FlowAuth start that is not a demo, but was one, while a password that everybody knows lets somebody in.
 *
 * @throws {ConfigError}
 */
export async function assertNoDemoAccounts(database: Queryable): Promise<void> {
  const { rows } = await database.query<{ username: string; hash: string }>(
    `SELECT username, hash FROM users JOIN passwords ON passwords.user_id = users.id
     WHERE username = ANY($1)`,
    [DEMO_NAMES],
  )
  for (const { username, hash } of rows) {
    if (await isPassword(DEMO_PASSWORD, hash))
      throw new ConfigError(
        `${username} has the password of demos, which everybody knows. Start with DEMO_MODE=true and change it, ` +
          'or use another database.',
      )
  }
}
