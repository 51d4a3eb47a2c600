import type { ErrorCode } from '../api/errors.ts'
import type { SecondFactorChoice } from '../api/passkeys.ts'
import type { Credentials } from '../api/session.ts'
import type { Queryable } from '../database/queryable.ts'
import { Refusal } from '../refusal.ts'
import type { Passkeys } from './passkeys.ts'
import { userWithPassword } from './passwords.ts'
import type { SecondFactors } from './second-factors.ts'
import type { Throttle, Trier } from './throttle.ts'

interface Judges {
  readonly pool: Queryable
  readonly throttle: Throttle
  readonly secondFactors: SecondFactors
  readonly passkeys: Passkeys
}

/**
 * Who somebody is, by their password and, where they have one, by their second factor. Wrong codes are counted like
 * wrong passwords, and a right password without a code makes nothing forgotten.
 *
 * @returns the user's id.
 * @throws {Refusal} `credentials_wrong`, `second_factor_needed`, `code_wrong`, `passkey_wrong`, `too_many_attempts`.
 */
export async function authenticate(
  { pool, throttle, secondFactors, passkeys }: Judges,
  { username, password, code, passkey }: Credentials,
  trier: Trier,
): Promise<string> {
  let wrong: ErrorCode = 'credentials_wrong'
  const userId = await throttle.attempt(trier, async () => {
    const id = await userWithPassword(pool, username, password)
    if (id === undefined) return undefined
    const { authenticator_since, passkeys: known } = await secondFactors.of(id)
    if (authenticator_since === null && known.length === 0) return id
    if (passkey !== undefined) {
      wrong = 'passkey_wrong'
      return (await passkeys.accept(id, passkey)) ? id : undefined
    }
    if (code === undefined) {
      const payload: SecondFactorChoice = { passkey: await passkeys.challenge(id) }
      throw new Refusal('second_factor_needed', { payload })
    }
    wrong = 'code_wrong'
    return (await secondFactors.accept(id, code)) ? id : undefined
  })
  if (userId === undefined) throw new Refusal(wrong)
  return userId
}
