import { ApiError } from './errors.ts'

/** How many streams one user may have. */
export interface StreamRules {
  /** At a time. */
  readonly most: number
  /** For how long a further one waits until another has ended, in milliseconds. */
  readonly waitMs: number
}

/** What one user has. */
interface Streams {
  open: number
  /** Those who wait for their turn, the first of them next. */
  readonly waiting: Set<() => void>
}

/** More than any script asks for at once: the rest is told to come again. */
const MOST_WAITING = 200

/** How many streams each user may have at a time, so that nobody takes all of what the others need. */
export class StreamLimit {
  readonly #rules: StreamRules
  readonly #users = new Map<string, Streams>()

  constructor(rules: StreamRules) {
    this.#rules = rules
  }

  /** How many streams there are. */
  get open(): number {
    return this.#sum(({ open }) => open)
  }

  /** How many wait for their turn. */
  get waiting(): number {
    return this.#sum(({ waiting }) => waiting.size)
  }

  /**
   * Waits until a user may have one more stream.
   *
   * @returns what to call when the stream has ended; a second call does nothing.
   * @throws {ApiError} when that takes too long.
   * @throws the signal's reason when it is aborted.
   */
  async enter(user: string, signal?: AbortSignal): Promise<() => void> {
    const streams = this.#users.get(user) ?? { open: 0, waiting: new Set() }
    this.#users.set(user, streams)
    if (streams.open < this.#rules.most) streams.open += 1
    else await this.#turn(streams, signal)
    let ended = false
    return () => {
      if (ended) return
      ended = true
      this.#leave(user, streams)
    }
  }

  #sum(number: (streams: Streams) => number): number {
    return [...this.#users.values()].reduce((sum, streams) => sum + number(streams), 0)
  }

  async #turn({ waiting }: Streams, signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted()
    if (waiting.size >= MOST_WAITING) throw new ApiError('too_many_streams')
    let tidy = () => {}
    try {
      await new Promise<void>((resolve, reject) => {
        const patience = setTimeout(() => reject(new ApiError('too_many_streams')), this.#rules.waitMs)
        const giveUp = () => reject(signal?.reason)
        signal?.addEventListener('abort', giveUp, { once: true })
        waiting.add(resolve)
        tidy = () => {
          waiting.delete(resolve)
          clearTimeout(patience)
          signal?.removeEventListener('abort', giveUp)
        }
      })
    } finally {
      tidy()
    }
  }

  /** The next one takes the place, if there is one. */
  #leave(user: string, streams: Streams): void {
    const [next] = streams.waiting
    if (next) {
      streams.waiting.delete(next)
      next()
      return
    }
    streams.open -= 1
    if (streams.open === 0) this.#users.delete(user)
  }
}
