/** How many may do something at a time, and how long others wait. */
export interface TurnRules {
  readonly most: number
  /** How many may wait for their turn; the rest is refused at once. */
  readonly mostWaiting: number
  /** For how long one waits, in milliseconds. */
  readonly waitMs: number
  /** What those are told who are refused, or whose turn does not come. */
  readonly refusal: () => Error
}

/** Lets some do something at a time, and others wait for their turn: who comes first is first. */
export class Turns {
  readonly #rules: TurnRules
  #open = 0
  readonly #waiting = new Set<() => void>()

  constructor(rules: TurnRules) {
    this.#rules = rules
  }

  /** How many have their turn. */
  get open(): number {
    return this.#open
  }

  /** How many wait for it. */
  get waiting(): number {
    return this.#waiting.size
  }

  /**
   * Waits for one's turn.
   *
   * @returns what to call when it is over; a second call does nothing.
   * @throws the refusal.
   * @throws the signal's reason when it is aborted.
   */
  async enter(signal?: AbortSignal): Promise<() => void> {
    if (this.#open < this.#rules.most) this.#open += 1
    else await this.#turn(signal)
    let over = false
    return () => {
      if (over) return
      over = true
      this.#leave()
    }
  }

  async #turn(signal: AbortSignal | undefined): Promise<void> {
    const { mostWaiting, waitMs, refusal } = this.#rules
    signal?.throwIfAborted()
    if (this.#waiting.size >= mostWaiting) throw refusal()
    let tidy = () => {}
    try {
      await new Promise<void>((resolve, reject) => {
        const patience = setTimeout(() => reject(refusal()), waitMs)
        const giveUp = () => reject(signal?.reason)
        signal?.addEventListener('abort', giveUp, { once: true })
        this.#waiting.add(resolve)
        tidy = () => {
          this.#waiting.delete(resolve)
          clearTimeout(patience)
          signal?.removeEventListener('abort', giveUp)
        }
      })
    } finally {
      tidy()
    }
  }

  /** The next one takes the place, if there is one. */
  #leave(): void {
    const [next] = this.#waiting
    if (!next) {
      this.#open -= 1
      return
    }
    this.#waiting.delete(next)
    next()
  }
}
