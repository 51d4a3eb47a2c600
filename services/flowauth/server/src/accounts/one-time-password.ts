import type { Queryable } from '../database/queryable.ts'
import { endSessionsOf } from '../sessions/sessions.ts'
import { hashPassword } from './password-hash.ts'
import { readableSecret } from './readable-secret.ts'

/** 99 bits. */
const GROUPS = 4

/** Long enough for a letter to arrive, too short to be found in it much later. */
const VALID_DAYS = 7

/** A password that somebody else knows, and that must be changed at the first sign-in. */
export interface OneTimePassword {
  readonly password: string
  readonly valid_until: Date
}

/** Gives a user a password to sign in with once, in place of any other, and ends their sessions. */
export async function setOneTimePassword(
  database: Queryable,
  userId: string,
  password: string = readableSecret(GROUPS),
): Promise<OneTimePassword> {
  const valid_until = new Date(Date.now() + VALID_DAYS * 86_400_000)
  await database.query(
    `INSERT INTO passwords (user_id, hash, one_time_until) VALUES ($1, $2, $3)
     ON CONFLICT (user_id) DO UPDATE
     SET hash = excluded.hash, one_time_until = excluded.one_time_until, changed_at = now()`,
    [userId, await hashPassword(password), valid_until],
  )
  await endSessionsOf(database, userId)
  return { password, valid_until }
}
