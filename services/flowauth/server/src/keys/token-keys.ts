import { type Algorithm, privateKey, publicKey, type SigningKey, type VerificationKey } from '@flowkit/tokens'
import type pg from 'pg'
import type { TokenKeyState } from '../api/token-keys.ts'
import type { Queryable } from '../database/queryable.ts'
import { Refusal } from '../refusal.ts'
import { type EncryptionKeys, seal, unseal } from './sealed.ts'
import { KEY_PURPOSE, newKeyPair } from './signing-keys.ts'

/** A key pair, as stored. */
export interface KeyRow {
  readonly kid: string
  readonly public_key: string
  readonly created_at: Date
  readonly signs_from: Date
  readonly retired_at: Date | null
  /** Of its tokens that have not expired or been revoked. */
  readonly active_tokens: number
  readonly last_expiry: Date | null
}

/** The same, with what it is for at the moment. */
export type KeyWithState = KeyRow & { readonly state: TokenKeyState }

const SIGNING = `
  SELECT kid, sealed_private_key FROM signing_keys
  WHERE sealed_private_key IS NOT NULL AND retired_at IS NULL AND signs_from <= now()
  ORDER BY signs_from DESC, created_at DESC LIMIT 1`

/**
 * The keys that tokens for FlowAPI are signed with: the one that the deployment was given, or those that FlowAuth keeps,
 * which can be rotated. What the database says is looked up each time, so that all processes change at the same moment.
 */
export class TokenKeys {
  readonly #pool: pg.Pool
  readonly #given: SigningKey | undefined
  readonly #encryption: EncryptionKeys
  readonly #opened = new Map<string, SigningKey>()

  /** @param given The key that the deployment was given, instead of those that FlowAuth keeps. */
  constructor(pool: pg.Pool, given: SigningKey | undefined, encryption: EncryptionKeys) {
    this.#pool = pool
    this.#given = given
    this.#encryption = encryption
  }

  get algorithm(): Algorithm {
    return this.#given?.algorithm ?? 'RS256'
  }

  /** Whether FlowAuth makes the keys, and so can make another one. */
  get areKept(): boolean {
    return this.#given === undefined
  }

  /**
   * What tokens are signed with now.
   *
   * @param database The connection of who is in a transaction: to wait for a second one could last for ever.
   */
  async signing(database: Queryable = this.#pool): Promise<SigningKey> {
    if (this.#given) return this.#given
    const { rows } = await database.query<{ kid: string; sealed_private_key: Buffer }>(SIGNING)
    const [found] = rows
    if (!found) throw new Error('There is no key to sign tokens with')
    const known = this.#opened.get(found.kid)
    if (known) return known
    const opened = privateKey(unseal(found.sealed_private_key, this.#encryption, KEY_PURPOSE))
    this.#opened.set(found.kid, opened)
    return opened
  }

  /** The public halves that FlowAPI should take tokens of; none for a shared secret. */
  async published(): Promise<VerificationKey[]> {
    if (this.algorithm === 'HS256') return []
    const { rows } = await this.#pool.query<{ public_key: string }>(
      'SELECT public_key FROM signing_keys WHERE retired_at IS NULL ORDER BY signs_from DESC, created_at DESC',
    )
    return rows.map(row => publicKey(row.public_key))
  }

  /** All keys there have been, the newest first; none for a shared secret. */
  async list(database: Queryable = this.#pool): Promise<KeyWithState[]> {
    if (this.algorithm === 'HS256') return []
    const { rows } = await database.query<KeyRow>(
      `SELECT signing_keys.kid, public_key, created_at, signs_from, retired_at,
         count(tokens.id) AS active_tokens, max(tokens.expires_at) AS last_expiry
       FROM signing_keys LEFT JOIN tokens ON tokens.kid = signing_keys.kid AND tokens.expires_at > now()
         AND NOT EXISTS (SELECT FROM revocations WHERE token_id = tokens.id)
       GROUP BY signing_keys.id ORDER BY signs_from DESC, created_at DESC`,
    )
    const { id: signing } = await this.signing(database)
    return rows.map(row => ({ ...row, state: stateOf(row, signing) }))
  }

  /**
   * Makes a key that takes over some time from now, so that every FlowAPI knows it by then.
   *
   * @throws {Refusal} `keys_given` where the deployment was given one.
   */
  async rotate(client: Queryable, afterMinutes: number): Promise<KeyWithState> {
    if (!this.areKept) throw new Refusal('keys_given')
    const pair = await newKeyPair()
    await client.query(
      `INSERT INTO signing_keys (kid, public_key, sealed_private_key, signs_from)
       VALUES ($1, $2, $3, now() + make_interval(mins => $4))`,
      [pair.kid, pair.publicKey, seal(pair.privateKey, this.#encryption, KEY_PURPOSE), afterMinutes],
    )
    return this.#find(client, pair.kid)
  }

  /**
   * Takes a key out of what is published: every FlowAPI that reads the keys here refuses its tokens from then on.
   *
   * @throws {Refusal} `key_unknown`, `key_signs` for the one that tokens are signed with now.
   */
  async retire(client: Queryable, kid: string): Promise<KeyWithState> {
    const { state } = await this.#find(client, kid)
    if (state === 'signing') throw new Refusal('key_signs')
    await client.query('UPDATE signing_keys SET retired_at = now() WHERE kid = $1 AND retired_at IS NULL', [
      kid,
    ])
    return this.#find(client, kid)
  }

  async #find(client: Queryable, kid: string): Promise<KeyWithState> {
    const found = (await this.list(client)).find(key => key.kid === kid)
    if (!found) throw new Refusal('key_unknown')
    return found
  }
}

/** A key in a line, for a terminal. */
export function summaryOf({ kid, state, signs_from, active_tokens }: KeyWithState): string {
  return `${kid}  ${state.padEnd(7)}  signs from ${signs_from.toISOString()}  ${active_tokens} active tokens`
}

function stateOf({ kid, retired_at, signs_from }: KeyRow, signing: string | null): TokenKeyState {
  if (kid === signing) return 'signing'
  if (retired_at !== null) return 'retired'
  return signs_from.getTime() > Date.now() ? 'next' : 'former'
}
