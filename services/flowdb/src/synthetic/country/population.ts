import { at } from '../at.ts'
import { type Random, sample, stream } from '../random.ts'
import type { AdminUnit } from './admin-units.ts'
import type { Mosaic } from './mosaic.ts'
import { middle } from './partition.ts'
import { decay, squaredDistance } from './plane.ts'
import { smoothNoise } from './terrain.ts'

/** Where people live and where they work: the share of each tile, all above 0, adding up to 1. */
export interface Population {
  readonly residents: Float64Array
  readonly jobs: Float64Array
}

/** One town for this many districts, but never fewer than three. */
const DISTRICTS_PER_TOWN = 6
/** The size of the largest town, km: a quarter as dense at this distance as in its middle. */
const CAPITAL_RADIUS_KM = 9
/** What the emptiest countryside has, in people per area, of what the densest has. */
const EMPTIEST_SHARE = 0.01
/** Work is this much more concentrated in towns than people are. */
const JOBS_IN_TOWN = 1.35

/**
 * Spreads people over the land: towns whose sizes follow Zipf's law (the second is half as large as the first, the
 * third a third), and a countryside that is dense in few places and empty in most.
 *
 * @param urbanShare The share of people who live in and around the towns.
 */
export function populate(
  mosaic: Mosaic,
  districts: readonly AdminUnit[],
  urbanShare: number,
  seed: number,
): Population {
  const random = stream(seed, 'population')
  const urban = shares(townsfolk(mosaic, placeTowns(mosaic, districts, random)))
  const rural = shares(countryside(mosaic, random))
  const mix = (share: number) => rural.map((weight, tile) => share * at(urban, tile) + (1 - share) * weight)
  return { residents: mix(urbanShare), jobs: mix(Math.min(1, urbanShare * JOBS_IN_TOWN)) }
}

/** The middle tiles of some districts, no two of them the same; the first will be the largest town. */
function placeTowns(mosaic: Mosaic, districts: readonly AdminUnit[], random: Random): number[] {
  const count = Math.min(districts.length, Math.max(3, Math.round(districts.length / DISTRICTS_PER_TOWN)))
  return sample(random, districts, count).map(district => {
    const centre = middle(mosaic, district.tiles)
    const distance = (tile: number) => squaredDistance(at(mosaic.centres, tile), centre)
    return district.tiles.reduce((best, tile) => (distance(tile) < distance(best) ? tile : best))
  })
}

/** People per tile around towns; the integral over a town is in proportion to its size. */
function townsfolk(mosaic: Mosaic, towns: readonly number[]): Float64Array {
  return Float64Array.from(mosaic.centres, (place, tile) =>
    towns.reduce((sum, town, rank) => {
      const size = 1 / (rank + 1)
      const radius = CAPITAL_RADIUS_KM * Math.sqrt(size)
      const near = decay(squaredDistance(place, at(mosaic.centres, town)), radius)
      // Squared, it has a finite sum over the plane: the square of the radius times a constant.
      return sum + (near * near * size * at(mosaic.areas, tile)) / (radius * radius)
    }, 0),
  )
}

/** People per tile away from towns: raising smooth noise to the sixth power leaves few dense places. */
function countryside(mosaic: Mosaic, random: Random): Float64Array {
  const extent = mosaic.centres.reduce((max, { x, y }) => Math.max(max, Math.abs(x), Math.abs(y)), 0) * 2.01
  const fertility = smoothNoise(random, Math.max(3, Math.round(extent / 60)))
  return Float64Array.from(mosaic.centres, ({ x, y }, tile) => {
    const noise = fertility(x / extent + 0.5, y / extent + 0.5)
    const cubed = noise * noise * noise
    return (cubed * cubed + EMPTIEST_SHARE) * at(mosaic.areas, tile)
  })
}

function shares(weights: Float64Array): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map(weight => weight / total)
}
