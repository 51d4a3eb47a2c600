import { createHash } from 'node:crypto'
import type { KeySet } from '@flowkit/tokens'
import { Recent } from '../recent.ts'
import { assertInTime, type Caller, type TokenRules, verifyToken } from './verify-token.ts'

/** Those of a hundred users, with what each says. */
const MOST_REMEMBERED = 100

/**
 * Checks tokens, and remembers by their digests those that were good: a client sends the same one with every poll, and
 * unpacking it takes longer than all the rest. Whether it is still in time, and of a key that is still trusted, is
 * checked each time.
 */
export class VerifiedTokens {
  readonly #rules: TokenRules
  #good = new Recent<string, Caller>(MOST_REMEMBERED)
  #checkedWith: KeySet

  constructor(rules: TokenRules) {
    this.#rules = rules
    this.#checkedWith = rules.keys.current
  }

  /**
   * Who calls, as a token says.
   *
   * @param now Seconds since 1970.
   * @throws {ApiError} for one that is not good, or not any more.
   */
  async callerOf(token: string, now: number = Date.now() / 1_000): Promise<Caller> {
    this.#forgetWithKeys()
    const digest = createHash('sha256').update(token).digest('base64')
    const known = this.#good.get(digest)
    if (known) {
      assertInTime(known, now)
      return known
    }
    const caller = await verifyToken(token, this.#rules, now)
    this.#good.set(digest, caller)
    return caller
  }

  /** With other keys, what was good may not be any more. */
  #forgetWithKeys(): void {
    const { current } = this.#rules.keys
    if (current === this.#checkedWith) return
    this.#checkedWith = current
    this.#good = new Recent(MOST_REMEMBERED)
  }
}
