/** Remembers what was used lately, up to a number of things; what has not been used for longest is forgotten first. */
export class Recent<K, V> {
  readonly #most: number
  readonly #held = new Map<K, V>()

  constructor(most: number) {
    this.#most = most
  }

  /** What is remembered under a key; undefined where nothing is. */
  get(key: K): V | undefined {
    const value = this.#held.get(key)
    if (value !== undefined) this.set(key, value)
    return value
  }

  /** Remembers a value, as the one that was used last. */
  set(key: K, value: V): void {
    this.#held.delete(key)
    this.#held.set(key, value)
    const [oldest] = this.#held.keys()
    if (this.#held.size > this.#most && oldest !== undefined) this.#held.delete(oldest)
  }
}
