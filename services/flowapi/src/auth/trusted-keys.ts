import { type KeySet, mergedKeySet, publicKeys } from '@flowkit/tokens'

/** The keys of those who may make tokens: some that stay, and some that are read again and again. */
export class TrustedKeys {
  readonly #fixed: KeySet
  #current: KeySet
  #text = ''

  /** @param fixed Those that stay; there may be none where others are read. */
  constructor(fixed: KeySet) {
    this.#fixed = fixed
    this.#current = fixed
  }

  /** All that are trusted now. */
  get current(): KeySet {
    return this.#current
  }

  /**
   * Takes over public keys, in place of those that were read before.
   *
   * @param text PEM, or a JSON Web Key Set.
   * @returns whether they are others than before.
   * @throws {Error} for anything else; those from before stay.
   */
  take(text: string): boolean {
    if (text === this.#text) return false
    this.#current = mergedKeySet(this.#fixed, publicKeys(text))
    this.#text = text
    return true
  }
}
