import { createLogger, createPool } from '@flowkit/service'
import { resetAdminPassword } from '../accounts/first-admin.ts'
import { NOBODY, teller } from '../audit/audit.ts'
import { readCommandConfig } from '../config.ts'
import { prepareDatabase } from '../database/prepare.ts'

/**
 * `flowauth admin-password --reset`: gives an administrator a new one-time password, and makes the administrator
 * where there is none of that name.
 *
 * @param username Whose; the deployment's first administrator where none is named.
 * @returns what to print: this is the only time that the password is shown.
 */
export async function resetPassword(username: string | undefined): Promise<string> {
  const config = readCommandConfig()
  const name = username ?? config.username
  const pool = createPool(config.database, 'flowauth admin-password', 1, createLogger('flowauth', 'silent'))
  try {
    const { password, valid_until } = await prepareDatabase(pool, async client => {
      const made = await resetAdminPassword(client, name)
      await teller(client, NOBODY)('password_reset', { about: name })
      return made
    })
    return `Sign in as ${name} before ${valid_until.toISOString()}, and choose a new password, with:\n${password}`
  } finally {
    await pool.end()
  }
}
