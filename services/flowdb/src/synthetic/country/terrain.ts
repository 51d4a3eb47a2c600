import { at } from '../at.ts'
import { type Random, unit } from '../random.ts'
import type { Point } from './plane.ts'

/**
 * A landscape: higher in the middle, lower towards the edge of a box, with hills of several sizes, so that the
 * places above some height form an irregular island. The heights themselves have no unit.
 *
 * @param side The side of the box around the origin, km.
 */
export function terrain(random: Random, side: number): (place: Point) => number {
  const octaves = [
    { hills: smoothNoise(random, 5), weight: 0.55 },
    { hills: smoothNoise(random, 11), weight: 0.3 },
    { hills: smoothNoise(random, 23), weight: 0.15 },
  ]
  return ({ x, y }) => {
    const u = x / side + 0.5
    const v = y / side + 0.5
    const fromMiddle = (4 * (x * x + 1.4 * y * y)) / (side * side)
    return octaves.reduce((sum, { hills, weight }) => sum + weight * hills(u, v), -0.9 * fromMiddle)
  }
}

/**
 * Random values in [0, 1) that change smoothly from place to place: drawn at the points of a lattice and blended
 * between them (value noise).
 *
 * @param steps Lattice steps over the unit square.
 * @returns A function of two coordinates in [0, 1].
 */
export function smoothNoise(random: Random, steps: number): (u: number, v: number) => number {
  const width = steps + 2
  const lattice = Float64Array.from({ length: width * width }, () => unit(random))
  const value = (column: number, row: number) => at(lattice, row * width + column)
  return (u, v) => {
    const column = Math.floor(u * steps)
    const row = Math.floor(v * steps)
    const right = ease(u * steps - column)
    const up = ease(v * steps - row)
    const lower = value(column, row) * (1 - right) + value(column + 1, row) * right
    const upper = value(column, row + 1) * (1 - right) + value(column + 1, row + 1) * right
    return lower * (1 - up) + upper * up
  }
}

/** Goes from 0 to 1 without a kink at either end. */
function ease(t: number): number {
  return t * t * (3 - 2 * t)
}
