import { Turns } from '../turns.ts'
import { ApiError } from './errors.ts'

/** How many streams one user may have. */
export interface StreamRules {
  /** At a time. */
  readonly most: number
  /** For how long a further one waits until another has ended, in milliseconds. */
  readonly waitMs: number
}

/** More than any script asks for at once: the rest is told to come again. */
const MOST_WAITING = 200

/** How many streams each user may have at a time, so that nobody takes all of what the others need. */
export class StreamLimit {
  readonly #rules: StreamRules
  readonly #users = new Map<string, Turns>()

  constructor(rules: StreamRules) {
    this.#rules = rules
  }

  /** How many streams there are. */
  get open(): number {
    return this.#sum(({ open }) => open)
  }

  /** How many wait for their turn. */
  get waiting(): number {
    return this.#sum(({ waiting }) => waiting)
  }

  /**
   * Waits until a user may have one more stream.
   *
   * @returns what to call when the stream has ended; a second call does nothing.
   * @throws {ApiError} when that takes too long.
   * @throws the signal's reason when it is aborted.
   */
  async enter(user: string, signal?: AbortSignal): Promise<() => void> {
    const turns = this.#users.get(user) ?? this.#turns()
    this.#users.set(user, turns)
    const end = await turns.enter(signal)
    return () => {
      end()
      if (turns.open === 0) this.#users.delete(user)
    }
  }

  #turns(): Turns {
    const refusal = () => new ApiError('too_many_streams')
    return new Turns({ ...this.#rules, mostWaiting: MOST_WAITING, refusal })
  }

  #sum(number: (turns: Turns) => number): number {
    return [...this.#users.values()].reduce((sum, turns) => sum + number(turns), 0)
  }
}
