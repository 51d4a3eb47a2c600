import type pg from 'pg'
import type { AuthenticatorConfirmation, AuthenticatorSetup } from '../api/second-factor.ts'
import type { Queryable } from '../database/queryable.ts'
import { type EncryptionKeys, seal, unseal } from '../keys/sealed.ts'
import { Refusal } from '../refusal.ts'
import { authenticatorUri, newAuthenticatorSecret, stepOfCode } from './authenticator.ts'
import { makeBackupCodes, useBackupCode } from './backup-codes.ts'
import type { PasskeyRow, Passkeys } from './passkeys.ts'

/** What is known of somebody's second factor. */
export interface SecondFactorRow {
  readonly authenticator_since: Date | null
  readonly passkeys: PasskeyRow[]
  readonly backup_codes_left: number
}

/** Somebody who sets one up, in one session. */
interface Owner {
  readonly id: string
  readonly username: string
  readonly sessionId: string
}

/** The code of an authenticator app, as people may type it. */
const AUTHENTICATOR_CODE = /^\d{3} ?\d{3}$/

/**
 * Second factors: an authenticator app, whose secret the database has in encrypted form, passkeys, and backup codes. Each
 * code is good once.
 */
export class SecondFactors {
  readonly #pool: pg.Pool
  readonly #keys: EncryptionKeys
  readonly #issuer: string
  readonly #passkeys: Passkeys

  /**
   * @param keys What secrets are encrypted with.
   * @param issuer What FlowAuth is called in people's apps.
   */
  constructor(pool: pg.Pool, keys: EncryptionKeys, issuer: string, passkeys: Passkeys) {
    this.#pool = pool
    this.#keys = keys
    this.#issuer = issuer
    this.#passkeys = passkeys
  }

  /** What there is of a user's. */
  async of(userId: string): Promise<SecondFactorRow> {
    const { rows } = await this.#pool.query<Omit<SecondFactorRow, 'passkeys'>>(
      `SELECT (SELECT set_up_at FROM authenticators WHERE user_id = $1) AS authenticator_since,
         (SELECT count(*)::integer FROM backup_codes WHERE user_id = $1) AS backup_codes_left`,
      [userId],
    )
    const { authenticator_since = null, backup_codes_left = 0 } = rows[0] ?? {}
    return { authenticator_since, backup_codes_left, passkeys: await this.#passkeys.of(userId) }
  }

  /**
   * A secret for a new authenticator. Nothing is kept of it: it comes back, encrypted for the session that has asked,
   * with the first code.
   */
  propose({ username, sessionId }: Owner): AuthenticatorSetup {
    const secret = newAuthenticatorSecret()
    const setup = seal(secret, this.#keys, setupPurpose(sessionId)).toString('base64url')
    return { secret, uri: authenticatorUri(secret, this.#issuer, username), setup }
  }

  /**
   * Takes a proposed authenticator into use, in place of another.
   *
   * @returns new backup codes, in place of any others.
   * @throws {Refusal} `setup_ended`, `code_wrong`.
   */
  async setUp(
    client: Queryable,
    owner: Owner,
    { setup, code }: AuthenticatorConfirmation,
  ): Promise<string[]> {
    const secret = this.#proposed(owner, setup)
    const step = stepOfCode(secret, withoutSpace(code), new Date())
    if (step === undefined) throw new Refusal('code_wrong')
    await client.query(
      `INSERT INTO authenticators (user_id, sealed_secret, last_step) VALUES ($1, $2, $3)
       ON CONFLICT (user_id) DO UPDATE
       SET sealed_secret = excluded.sealed_secret, last_step = excluded.last_step, set_up_at = now()`,
      [owner.id, seal(secret, this.#keys, authenticatorPurpose(owner.id)), step],
    )
    return makeBackupCodes(client, owner.id)
  }

  /** Uses a code up, of the authenticator or a backup code. @returns whether it was one that is good. */
  async accept(userId: string, code: string): Promise<boolean> {
    const typed = code.trim()
    if (!AUTHENTICATOR_CODE.test(typed)) return useBackupCode(this.#pool, userId, typed)
    const { rows } = await this.#pool.query<{ sealed_secret: Buffer }>(
      'SELECT sealed_secret FROM authenticators WHERE user_id = $1',
      [userId],
    )
    if (!rows[0]) return false
    const secret = unseal(rows[0].sealed_secret, this.#keys, authenticatorPurpose(userId))
    const step = stepOfCode(secret, withoutSpace(typed), new Date())
    if (step === undefined) return false
    const { rowCount } = await this.#pool.query(
      'UPDATE authenticators SET last_step = $2 WHERE user_id = $1 AND last_step < $2',
      [userId, step],
    )
    return rowCount === 1
  }

  #proposed({ sessionId }: Owner, setup: string): string {
    try {
      return unseal(Buffer.from(setup, 'base64url'), this.#keys, setupPurpose(sessionId))
    } catch (cause) {
      throw new Refusal('setup_ended', { cause })
    }
  }
}

/** Somebody of whom a second factor may be required. */
interface Bound {
  readonly id: string
  readonly needs_second_factor: boolean
}

/** New backup codes, in place of the others. @throws {Refusal} `second_factor_missing`. */
export async function renewBackupCodes(client: Queryable, userId: string): Promise<string[]> {
  const { rowCount } = await client.query('SELECT FROM second_factors WHERE user_id = $1', [userId])
  if (rowCount === 0) throw new Refusal('second_factor_missing')
  return makeBackupCodes(client, userId)
}

/** Forgets a user's authenticator. @throws {Refusal} `second_factor_required`, where it is the last one needed. */
export async function removeAuthenticator(client: Queryable, owner: Bound): Promise<void> {
  await client.query('DELETE FROM authenticators WHERE user_id = $1', [owner.id])
  await afterRemoval(client, owner)
}

/**
 * Forgets a user's passkey.
 *
 * @returns its name.
 * @throws {Refusal} `passkey_unknown`; `second_factor_required`, where it is the last one needed.
 */
export async function removePasskey(client: Queryable, owner: Bound, passkeyId: string): Promise<string> {
  const { rows } = await client.query<{ name: string }>(
    'DELETE FROM passkeys WHERE id = $1 AND user_id = $2 RETURNING name',
    [passkeyId, owner.id],
  )
  if (!rows[0]) throw new Refusal('passkey_unknown')
  await afterRemoval(client, owner)
  return rows[0].name
}

/** Backup codes are of no use without another second factor. */
async function afterRemoval(client: Queryable, { id, needs_second_factor }: Bound): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM second_factors WHERE user_id = $1', [id])
  if (rowCount !== 0) return
  if (needs_second_factor) throw new Refusal('second_factor_required')
  await client.query('DELETE FROM backup_codes WHERE user_id = $1', [id])
}

/** Forgets all second factors of a user, with the backup codes; there may be none. */
export async function forgetSecondFactors(database: Queryable, userId: string): Promise<void> {
  for (const table of ['authenticators', 'passkeys', 'backup_codes'])
    await database.query(`DELETE FROM ${table} WHERE user_id = $1`, [userId])
}

/** Nobody else's, and no other session's, can be put in its place. */
function setupPurpose(sessionId: string): string {
  return `authenticator proposed in session ${sessionId}`
}

/** What the secret of somebody's authenticator is encrypted as. */
export function authenticatorPurpose(userId: string): string {
  return `authenticator of user ${userId}`
}

function withoutSpace(code: string): string {
  return code.replaceAll(' ', '')
}
