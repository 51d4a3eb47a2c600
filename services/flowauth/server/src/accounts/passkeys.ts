import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import type pg from 'pg'
import type { NewPasskey, PasskeyAnswer, PasskeyCeremony } from '../api/passkeys.ts'
import type { Queryable } from '../database/queryable.ts'
import { Refusal } from '../refusal.ts'

/** Whom passkeys are for: browsers and authenticators hold to it (WebAuthn, relying party). */
export interface RelyingParty {
  /** What FlowAuth is called where a browser asks. */
  readonly name: string
  /** The host of its pages, or a domain above it. */
  readonly domain: string
  /** The origin of its pages. */
  readonly origin: string
}

/** A passkey, as its owner sees it. */
export interface PasskeyRow {
  readonly id: string
  readonly name: string
  readonly added_at: Date
  readonly last_used_at: Date | null
}

/** A new passkey of a user that has shown that it can sign. */
export interface VerifiedPasskey {
  readonly id: string
  readonly userId: string
  readonly name: string
  readonly publicKey: Buffer
  /** How often it has signed, by its own count. */
  readonly counter: number
  readonly transports: readonly string[]
}

/** EdDSA, ES256 and RS256 (COSE), which between them every authenticator has. */
const ALGORITHMS = [-8, -7, -257]

/** Time enough to find the key and to touch it. */
const VALID_MINUTES = 5

type Purpose = 'add' | 'sign in'

/**
 * Passkeys as second factors (WebAuthn). The password is the first one, so that a touch is enough: authenticators may, but
 * need not, ask for a PIN or a finger.
 */
export class Passkeys {
  readonly #pool: pg.Pool
  readonly #party: RelyingParty

  constructor(pool: pg.Pool, party: RelyingParty) {
    this.#pool = pool
    this.#party = party
  }

  /** Those of a user, by age. */
  async of(userId: string): Promise<PasskeyRow[]> {
    const { rows } = await this.#pool.query<PasskeyRow>(
      'SELECT id, name, added_at, last_used_at FROM passkeys WHERE user_id = $1 ORDER BY added_at, id',
      [userId],
    )
    return rows
  }

  /** What the browser of a user makes a new one by. */
  async propose({
    id,
    username,
  }: {
    readonly id: string
    readonly username: string
  }): Promise<PasskeyCeremony> {
    const { name: rpName, domain: rpID } = this.#party
    const options = await generateRegistrationOptions({
      rpName,
      rpID,
      userName: username,
      userID: new TextEncoder().encode(id),
      attestationType: 'none',
      supportedAlgorithmIDs: ALGORITHMS,
      excludeCredentials: await this.#known(id),
      authenticatorSelection: { residentKey: 'discouraged', userVerification: 'preferred' },
    })
    return { ceremony: await this.#begin(id, 'add', options.challenge), options: { ...options } }
  }

  /**
   * Checks what a browser has made, and uses up the challenge that it was made for.
   *
   * @throws {Refusal} `passkey_wrong`, `setup_ended`.
   */
  async verify(userId: string, { ceremony, name, response }: NewPasskey): Promise<VerifiedPasskey> {
    const expectedChallenge = await this.#end(ceremony, userId, 'add')
    if (expectedChallenge === undefined) throw new Refusal('setup_ended')
    const { registrationInfo } = await verifyRegistrationResponse({
      response,
      expectedChallenge,
      expectedOrigin: this.#party.origin,
      expectedRPID: this.#party.domain,
      supportedAlgorithmIDs: ALGORITHMS,
      requireUserVerification: false,
    }).catch(cause => {
      throw new Refusal('passkey_wrong', { cause })
    })
    if (!registrationInfo) throw new Refusal('passkey_wrong')
    const { id, publicKey, counter } = registrationInfo.credential
    const { transports } = response.response
    return { id, userId, name, publicKey: Buffer.from(publicKey), counter, transports }
  }

  /** What a user's passkey has to sign so that its owner gets in; null where there is none. */
  async challenge(userId: string): Promise<PasskeyCeremony | null> {
    const allowCredentials = await this.#known(userId)
    if (allowCredentials.length === 0) return null
    const options = await generateAuthenticationOptions({
      rpID: this.#party.domain,
      allowCredentials,
      userVerification: 'preferred',
    })
    return { ceremony: await this.#begin(userId, 'sign in', options.challenge), options: { ...options } }
  }

  /** Whether a signature is of a user's passkey, and of a challenge that nobody has used. */
  async accept(userId: string, { ceremony, response }: PasskeyAnswer): Promise<boolean> {
    const expectedChallenge = await this.#end(ceremony, userId, 'sign in')
    const { rows } = await this.#pool.query<{ public_key: Buffer; counter: number }>(
      'SELECT public_key, counter FROM passkeys WHERE id = $1 AND user_id = $2',
      [response.id, userId],
    )
    if (expectedChallenge === undefined || !rows[0]) return false
    const { public_key, counter } = rows[0]
    const verified = await verifyAuthenticationResponse({
      response,
      expectedChallenge,
      expectedOrigin: this.#party.origin,
      expectedRPID: this.#party.domain,
      credential: { id: response.id, publicKey: new Uint8Array(public_key), counter: Number(counter) },
      requireUserVerification: false,
    }).catch(() => undefined)
    if (!verified?.verified) return false
    await this.#pool.query('UPDATE passkeys SET counter = $2, last_used_at = now() WHERE id = $1', [
      response.id,
      verified.authenticationInfo.newCounter,
    ])
    return true
  }

  async #known(userId: string): Promise<{ id: string; transports: string[] }[]> {
    const { rows } = await this.#pool.query<{ id: string; transports: string[] }>(
      'SELECT id, transports FROM passkeys WHERE user_id = $1 ORDER BY added_at',
      [userId],
    )
    return rows
  }

  async #begin(userId: string, purpose: Purpose, challenge: string): Promise<string> {
    const { rows } = await this.#pool.query<{ id: string }>(
      `INSERT INTO passkey_challenges (user_id, purpose, challenge, expires_at)
       VALUES ($1, $2, $3, now() + make_interval(mins => $4)) RETURNING id`,
      [userId, purpose, challenge, VALID_MINUTES],
    )
    return rows[0]?.id ?? ''
  }

  /** The challenge of a ceremony, which is used up by this. */
  async #end(ceremony: string, userId: string, purpose: Purpose): Promise<string | undefined> {
    const { rows } = await this.#pool.query<{ challenge: string }>(
      `DELETE FROM passkey_challenges WHERE id = $1 AND user_id = $2 AND purpose = $3 AND expires_at > now()
       RETURNING challenge`,
      [ceremony, userId, purpose],
    )
    return rows[0]?.challenge
  }
}

/** Keeps a new passkey. @throws {Refusal} `passkey_wrong` where it is known already. */
export async function keepPasskey(client: Queryable, passkey: VerifiedPasskey): Promise<void> {
  const { id, userId, name, publicKey, counter, transports } = passkey
  const { rowCount } = await client.query(
    `INSERT INTO passkeys (id, user_id, name, public_key, counter, transports) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT DO NOTHING`,
    [id, userId, name, publicKey, counter, transports],
  )
  if (rowCount === 0) throw new Refusal('passkey_wrong')
}

/** Forgets what nobody has signed in time. */
export async function forgetOldChallenges(database: Queryable): Promise<void> {
  await database.query('DELETE FROM passkey_challenges WHERE expires_at < now()')
}
