import type { Queryable } from '../database/queryable.ts'
import { hashPassword, isPassword } from './password-hash.ts'
import { readableSecret } from './readable-secret.ts'

const CODES = 10
/** Ten characters, 49 bits, which are hashed like a password. */
const GROUPS = 2

/** Gives a user new backup codes, in place of all others. */
export async function makeBackupCodes(database: Queryable, userId: string): Promise<string[]> {
  const codes = Array.from({ length: CODES }, () => readableSecret(GROUPS))
  const hashes = await Promise.all(codes.map(code => hashPassword(withoutSeparators(code))))
  await database.query('DELETE FROM backup_codes WHERE user_id = $1', [userId])
  await database.query('INSERT INTO backup_codes (user_id, hash) SELECT $1, unnest($2::text[])', [
    userId,
    hashes,
  ])
  return codes
}

/** Uses a backup code up. @returns whether it was one. */
export async function useBackupCode(database: Queryable, userId: string, code: string): Promise<boolean> {
  const { rows } = await database.query<{ hash: string }>(
    'SELECT hash FROM backup_codes WHERE user_id = $1',
    [userId],
  )
  const checks = rows.map(async ({ hash }) => ((await isPassword(withoutSeparators(code), hash)) ? hash : ''))
  const [hash] = (await Promise.all(checks)).filter(found => found !== '')
  if (hash === undefined) return false
  // Of two who use it at the same moment, one deletes it.
  const { rowCount } = await database.query('DELETE FROM backup_codes WHERE user_id = $1 AND hash = $2', [
    userId,
    hash,
  ])
  return rowCount === 1
}

function withoutSeparators(code: string): string {
  return code.toLowerCase().replace(/[^a-z0-9]/g, '')
}
