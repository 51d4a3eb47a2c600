import { below, type Random, unit } from './random.ts'

/**
 * Draws indexes in proportion to their weights, in constant time (the alias method of Walker, as Vose builds it:
 * "A linear algorithm for generating random numbers with a given distribution", 1991).
 */
export class Weighted {
  /** How likely a column keeps its own index. */
  readonly #keep: Float64Array
  /** The index that a column gives away otherwise. */
  readonly #alias: Uint32Array

  /** @throws {RangeError} where there are no weights, or one is not positive. */
  constructor(weights: ArrayLike<number>) {
    const count = weights.length
    let total = 0
    for (let i = 0; i < count; i += 1) {
      const weight = weights[i] ?? 0
      if (!(weight > 0)) throw new RangeError(`cannot draw with a weight of ${weight}`)
      total += weight
    }
    if (count === 0) throw new RangeError('cannot draw from nothing')

    const scaled = Float64Array.from({ length: count }, (_, i) => ((weights[i] ?? 0) * count) / total)
    this.#keep = new Float64Array(count).fill(1)
    this.#alias = Uint32Array.from({ length: count }, (_, i) => i)

    const poor: number[] = []
    const rich: number[] = []
    scaled.forEach((weight, i) => {
      const side = weight < 1 ? poor : rich
      side.push(i)
    })
    for (let from = poor.pop(), to = rich.pop(); from !== undefined && to !== undefined; from = poor.pop()) {
      const weight = scaled[from] ?? 1
      this.#keep[from] = weight
      this.#alias[from] = to
      const left = (scaled[to] ?? 1) + weight - 1
      scaled[to] = left
      if (left < 1) {
        poor.push(to)
        to = rich.pop()
      }
    }
  }

  /** The index of one weight. */
  draw(random: Random): number {
    const column = below(random, this.#keep.length)
    return unit(random) < (this.#keep[column] ?? 1) ? column : (this.#alias[column] ?? column)
  }
}
