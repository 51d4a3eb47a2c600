import type { ErrorCode } from '../api/errors.ts'
import type { Credentials } from '../api/session.ts'
import type { Queryable } from '../database/queryable.ts'
import { Refusal } from '../refusal.ts'
import { userWithPassword } from './passwords.ts'
import type { SecondFactors } from './second-factors.ts'
import type { Throttle } from './throttle.ts'

interface Judges {
  readonly pool: Queryable
  readonly throttle: Throttle
  readonly secondFactors: SecondFactors
}

/**
 * Who somebody is, by their password and, where they have one, by their second factor. Wrong codes are counted like
 * wrong passwords, and a right password without a code makes nothing forgotten.
 *
 * @returns the user's id.
 * @throws {Refusal} `credentials_wrong`, `second_factor_needed`, `code_wrong`, `too_many_attempts`.
 */
export async function authenticate(
  { pool, throttle, secondFactors }: Judges,
  { username, password, code }: Credentials,
  address: string,
): Promise<string> {
  let wrong: ErrorCode = 'credentials_wrong'
  const userId = await throttle.attempt(username, address, async () => {
    const id = await userWithPassword(pool, username, password)
    if (id === undefined) return undefined
    const { authenticator_since } = await secondFactors.of(id)
    if (authenticator_since === null) return id
    if (code === undefined) throw new Refusal('second_factor_needed')
    wrong = 'code_wrong'
    return (await secondFactors.accept(id, code)) ? id : undefined
  })
  if (userId === undefined) throw new Refusal(wrong)
  return userId
}
