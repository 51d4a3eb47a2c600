import { type KeySet, type RevocationList, readRevocationList } from '@flowkit/tokens'
import { ApiError } from '../http/errors.ts'

/** What is done with tokens while it is not known which are revoked. */
export interface RevocationRules {
  /** Whether they are taken nevertheless. */
  readonly failOpen: boolean
  /** For how long after a newer list should have come the present one is trusted, in seconds. */
  readonly graceSeconds: number
}

/**
 * Which tokens have been revoked, by the newest list that was seen.
 *
 * A list of a lower number than one that was seen before is refused: somebody who can come between may keep newer ones
 * away, but not put an older one in their place. The number is not kept when this process ends. After that an old list
 * could be taken once more, as long as its own `next` and the grace allow, and that is also how long keeping lists away
 * goes unnoticed.
 */
export class Revocations {
  readonly #keys: { readonly current: KeySet }
  readonly #rules: RevocationRules
  readonly #now: () => number
  #list: RevocationList | undefined
  #revoked: ReadonlySet<string> = new Set()

  /**
   * @param keys Whose lists are believed.
   * @param now Seconds since 1970.
   */
  constructor(
    keys: { readonly current: KeySet },
    rules: RevocationRules,
    now: () => number = () => Date.now() / 1_000,
  ) {
    this.#keys = keys
    this.#rules = rules
    this.#now = now
  }

  /**
   * Takes over a list.
   *
   * @returns whether it is another one than before.
   * @throws {Error} for one that cannot be trusted, or is older than the present one.
   */
  take(text: string): boolean {
    const list = readRevocationList(text, this.#keys.current)
    const present = this.#list?.number ?? 0
    if (list.number < present)
      throw new Error(`The list has number ${list.number}, and number ${present} was seen before`)
    if (list.number === present) return false
    this.#list = list
    this.#revoked = new Set(list.revoked)
    return true
  }

  /** When the list that should follow the present one is due, in seconds since 1970; undefined before the first. */
  get nextAt(): number | undefined {
    return this.#list?.nextAt
  }

  /** @throws {ApiError} for a token that has been revoked, could not be, or of which that is not known. */
  assertNotRevoked(tokenId: string | null): void {
    if (tokenId !== null && this.#revoked.has(tokenId)) throw new ApiError('token_revoked')
    if (tokenId === null && !this.#rules.failOpen)
      throw new ApiError('token_claims', { msg: 'Missing claim: jti' })
    this.assertKnown()
  }

  /** @throws {ApiError} when there is no list that is new enough, and tokens are refused for that. */
  assertKnown(): void {
    const { failOpen, graceSeconds } = this.#rules
    if (failOpen || (this.#list && this.#now() <= this.#list.nextAt + graceSeconds)) return
    throw new ApiError('revocations_unknown')
  }
}
