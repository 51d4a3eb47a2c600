import { createHash } from 'node:crypto'
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator'
import { at } from './at.ts'

/**
 * Random draws that are the same on every machine.
 *
 * Everything here, and everything that decides a row elsewhere in this folder, is built from integer operations
 * and from `+ - * /` and the square root, whose results IEEE 754 fixes to the last bit. `Math.exp`, `log`, `pow`
 * and the trigonometric functions are left to each engine by the language and are not used. (d3-delaunay squares
 * distances with `pow` when it looks for the nearest site; a last bit of difference would matter only to a phone
 * that is exactly as far from two.)
 */
export type Random = RandomGenerator

/**
 * The stream of random numbers for one purpose. Streams of different purposes are independent, so that drawing
 * more for one (another day, another kind of event) changes nothing in the others.
 */
export function stream(seed: number, ...purpose: readonly (string | number)[]): Random {
  const digest = createHash('sha256')
    .update([seed, ...purpose].join('/'))
    .digest()
  return xoroshiro128plusFromState([0, 4, 8, 12].map(offset => digest.readInt32LE(offset)))
}

/** A number in [0, 1), in steps of 2^-32. */
export function unit(random: Random): number {
  return (random.next() >>> 0) / 4_294_967_296
}

/** A whole number in [0, n). Its bias is at most n / 2^32, which nobody can see in data of this size. */
export function below(random: Random, n: number): number {
  return Math.floor(unit(random) * n)
}

/** A number in [low, high). */
export function between(random: Random, low: number, high: number): number {
  return low + unit(random) * (high - low)
}

/** True with probability `p`. */
export function chance(random: Random, p: number): boolean {
  return unit(random) < p
}

/** One of `values`, each as likely. */
export function oneOf<T>(random: Random, values: readonly T[]): T {
  return at(values, below(random, values.length))
}

/**
 * A weight of at least 1 with a long tail: Pareto with exponent 2, cut off at `limit`. Its mean is
 * `heavyTailMean(limit)`.
 */
export function heavyTail(random: Random, limit: number): number {
  return Math.min(limit, 1 / Math.sqrt(1 - unit(random)))
}

/** The mean of `heavyTail`: the integral of 1 / sqrt(1 - u) up to where it meets the limit, and the rest at it. */
export function heavyTailMean(limit: number): number {
  return 2 - 1 / limit
}

/** A whole number of at least 0 with mean near `mean` and a long tail (Lomax with exponent 2), cut off at `limit`. */
export function longTail(random: Random, mean: number, limit: number): number {
  return Math.floor(Math.min(limit, mean * (heavyTail(random, Number.POSITIVE_INFINITY) - 1)))
}

/** Means above this are drawn in parts: the product of draws below would lose precision. */
const LARGEST_POISSON_PART = 32

/** How many independent events happen where `mean` are expected (Poisson; Knuth's product of draws). */
export function poisson(random: Random, mean: number): number {
  let count = 0
  for (let rest = mean; rest > 0; rest -= LARGEST_POISSON_PART) {
    const floor = inverseExponential(Math.min(rest, LARGEST_POISSON_PART))
    for (let product = unit(random); product > floor; product *= unit(random)) count += 1
  }
  return count
}

const ONE_OVER_E = 0.36787944117144233

/** e^-x for x in [0, 40]: whole powers by multiplication, the rest by its series. */
function inverseExponential(x: number): number {
  const whole = Math.floor(x)
  const rest = x - whole
  let term = 1
  let sum = 1
  for (let n = 1; n <= 18; n += 1) {
    term *= -rest / n
    sum += term
  }
  for (let n = 0; n < whole; n += 1) sum *= ONE_OVER_E
  return sum
}

/** The first `count` of `values` in a random order (the start of a Fisher-Yates shuffle). */
export function sample<T>(random: Random, values: readonly T[], count: number): T[] {
  const pool = [...values]
  const chosen: T[] = []
  while (chosen.length < count && pool.length > 0) {
    const [value] = pool.splice(below(random, pool.length), 1)
    if (value !== undefined) chosen.push(value)
  }
  return chosen
}
