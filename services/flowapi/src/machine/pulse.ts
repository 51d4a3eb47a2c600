/** How often a peer is asked for a sign of life, in milliseconds. */
const BEAT_MS = 500
/** A peer that has given none for this long is frozen, stuck, or behind a broken line. */
const SILENT_AFTER_MS = 2_000

/** What a pulse does. */
export interface PulseActions {
  /** Asks the peer for a sign of life. */
  readonly beat: () => void
  /** Called when the peer has fallen silent. */
  readonly onSilent: () => void
  /** Called when it is heard of again. */
  readonly onHeard: () => void
}

/** Watches whether a peer is alive, by asking it again and again. Everything that comes from it is a sign of life. */
export class Pulse {
  readonly #actions: PulseActions
  readonly #timer = setInterval(() => this.#look(), BEAT_MS)
  #heardAt = performance.now()
  #lookedAt = performance.now()
  #silent = false

  constructor(actions: PulseActions) {
    this.#actions = actions
    this.#timer.unref()
  }

  /** Whether the peer has given no sign of life for a while. */
  get silent(): boolean {
    return this.#silent
  }

  /** Notes a sign of life. */
  heard(): void {
    this.#heardAt = performance.now()
    if (!this.#silent) return
    this.#silent = false
    this.#actions.onHeard()
  }

  /** Ends the watch. */
  stop(): void {
    clearInterval(this.#timer)
  }

  #look(): void {
    const now = performance.now()
    // Who looks late was itself away, and can't have heard anything.
    if (now - this.#lookedAt > SILENT_AFTER_MS) this.#heardAt = now
    this.#lookedAt = now
    if (now - this.#heardAt > SILENT_AFTER_MS && !this.#silent) {
      this.#silent = true
      this.#actions.onSilent()
    }
    this.#actions.beat()
  }
}
