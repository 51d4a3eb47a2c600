import { at } from '../at.ts'
import { chance, oneOf, type Random } from '../random.ts'
import type { Mosaic } from './mosaic.ts'
import { type Point, squaredDistance } from './plane.ts'

/** How likely a region takes a free tile beside it in its turn. Below 1 it grows ragged, as real borders are. */
const GROWTH = 0.6

/** How often seeds move to the middle of their regions; beyond this sizes hardly change. */
const ROUNDS = 3

/**
 * Divides connected tiles into `parts` connected regions of similar size.
 *
 * Regions grow from seeds that lie far apart, all at the same pace; the seeds then move to the middle of what they
 * got, and the regions grow again.
 */
export function partition(
  mosaic: Mosaic,
  tiles: readonly number[],
  parts: number,
  random: Random,
): number[][] {
  let regions = grow(mosaic, tiles, spread(mosaic, tiles, parts, random), random)
  for (let round = 0; round < ROUNDS; round += 1) {
    const seeds = regions.map(region => nearest(mosaic, region, middle(mosaic, region)))
    regions = grow(mosaic, tiles, seeds, random)
  }
  return regions
}

/** Tiles far from each other: each next one is the farthest from those before. */
function spread(mosaic: Mosaic, tiles: readonly number[], count: number, random: Random): number[] {
  let latest = oneOf(random, tiles)
  const seeds = [latest]
  const distances = tiles.map(() => Number.POSITIVE_INFINITY)
  while (seeds.length < count) {
    const from = at(mosaic.centres, latest)
    let farthest = 0
    tiles.forEach((tile, i) => {
      const distance = Math.min(at(distances, i), squaredDistance(at(mosaic.centres, tile), from))
      distances[i] = distance
      if (distance > at(distances, farthest)) farthest = i
    })
    latest = at(tiles, farthest)
    seeds.push(latest)
  }
  return seeds
}

/** Regions that grow in turns over the tiles until none is free. */
function grow(
  mosaic: Mosaic,
  tiles: readonly number[],
  seeds: readonly number[],
  random: Random,
): number[][] {
  const free = new Set(tiles)
  for (const seed of seeds) free.delete(seed)
  const regions = seeds.map(seed => ({ tiles: [seed], frontier: [seed] }))
  while (free.size > 0) {
    for (const region of regions) {
      const frontier: number[] = []
      for (const tile of region.frontier) {
        const open = at(mosaic.neighbours, tile).filter(next => free.has(next))
        const taken = open.filter(() => chance(random, GROWTH))
        for (const next of taken) free.delete(next)
        region.tiles.push(...taken)
        frontier.push(...taken)
        if (taken.length < open.length) frontier.push(tile)
      }
      region.frontier = frontier
    }
  }
  return regions.map(region => region.tiles)
}

/** The centroid of some tiles. */
export function middle(mosaic: Mosaic, tiles: readonly number[]): Point {
  let [x, y, area] = [0, 0, 0]
  for (const tile of tiles) {
    const centre = at(mosaic.centres, tile)
    const weight = at(mosaic.areas, tile)
    x += centre.x * weight
    y += centre.y * weight
    area += weight
  }
  return { x: x / area, y: y / area }
}

function nearest(mosaic: Mosaic, tiles: readonly number[], place: Point): number {
  const distance = (tile: number) => squaredDistance(at(mosaic.centres, tile), place)
  return tiles.reduce((best, tile) => (distance(tile) < distance(best) ? tile : best))
}
