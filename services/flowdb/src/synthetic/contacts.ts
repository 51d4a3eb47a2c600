import { at } from './at.ts'
import type { Point } from './country/plane.ts'
import { drawNear } from './gravity.ts'
import type { Parameters } from './parameters.ts'
import { heavyTail, heavyTailMean, poisson, type Random, stream, unit } from './random.ts'
import { Weighted } from './weighted.ts'

/** Half as many people are known at this distance as next door, where as many live, km. */
const ACQUAINTANCE_KM = 10
/** The most sociable know this many times as many people as the least. */
const MOST_SOCIABLE = 60

/**
 * Who knows whom. Ties are mutual and thin out with the distance between homes; most people have few, and some
 * have very many.
 */
export class Contacts {
  /** The contacts of all subscribers, one after the other. */
  readonly #contacts: Uint32Array
  /** Where each one's contacts begin, and at the end where the last one's end. */
  readonly #starts: Uint32Array

  constructor(homes: readonly Point[], { seed, contacts }: Parameters) {
    const random = stream(seed, 'contacts')
    const sociability = homes.map(() => heavyTail(random, MOST_SOCIABLE) / heavyTailMean(MOST_SOCIABLE))
    const ties = tie(homes, sociability, contacts, random)

    this.#starts = new Uint32Array(homes.length + 1)
    for (const end of ties) this.#starts[end + 1] = at(this.#starts, end + 1) + 1
    for (let i = 0; i < homes.length; i += 1)
      this.#starts[i + 1] = at(this.#starts, i) + at(this.#starts, i + 1)

    const next = this.#starts.slice()
    const add = (subscriber: number, contact: number) => {
      const slot = at(next, subscriber)
      this.#contacts[slot] = contact
      next[subscriber] = slot + 1
    }
    this.#contacts = new Uint32Array(ties.length)
    for (let i = 0; i < ties.length; i += 2) {
      add(at(ties, i), at(ties, i + 1))
      add(at(ties, i + 1), at(ties, i))
    }
  }

  /** Everybody whom a subscriber knows; who is known well may come twice. */
  of(subscriber: number): Uint32Array {
    return this.#contacts.subarray(at(this.#starts, subscriber), at(this.#starts, subscriber + 1))
  }

  /** Somebody to call: the first contacts of a list are called much more often than the last. */
  pick(subscriber: number, random: Random): number {
    const contacts = this.of(subscriber)
    const u = unit(random)
    return at(contacts, Math.floor(contacts.length * u * u))
  }
}

/** The two ends of each tie, one after the other. Everybody has a tie at least. */
function tie(
  homes: readonly Point[],
  sociability: readonly number[],
  mean: number,
  random: Random,
): number[] {
  const anybody = new Weighted(sociability)
  const homeOf = (subscriber: number) => at(homes, subscriber)
  const ends: number[] = []
  homes.forEach((home, subscriber) => {
    // Each tie counts for both, so half of them are one's own doing.
    const count = Math.max(1, poisson(random, (mean / 2) * at(sociability, subscriber)))
    const another = () => {
      let other = anybody.draw(random)
      while (other === subscriber) other = anybody.draw(random)
      return other
    }
    for (let n = 0; n < count; n += 1)
      ends.push(subscriber, drawNear(random, home, ACQUAINTANCE_KM, another, homeOf) ?? another())
  })
  return ends
}
