import { at } from '../at.ts'
import { type Random, stream } from '../random.ts'
import type { Mosaic } from './mosaic.ts'
import { COUNTRY, placeNames } from './names.ts'
import { outline, type Polygon } from './outline.ts'
import { middle, partition } from './partition.ts'

/** An administrative unit. */
export interface AdminUnit {
  /** 0 is the country, 3 a district. */
  readonly level: number
  /** Code of the country and the number of the unit within each level, such as `XA.2.1`. */
  readonly pcode: string
  readonly name: string
  readonly parent: string | undefined
  /** The tiles of the mosaic that it consists of. */
  readonly tiles: readonly number[]
  readonly polygon: Polygon
}

/**
 * Divides a country into its administrative units: level by level, each unit into connected parts, larger units
 * into more of them.
 *
 * @param counts How many units the levels after the country have, each at least as many as the one before.
 * @returns The units, the country first and parents before children.
 */
export function divide(mosaic: Mosaic, counts: readonly number[], seed: number): AdminUnit[] {
  const name = placeNames(stream(seed, 'names'))
  const random = stream(seed, 'admin-units')
  const unit = (
    level: number,
    pcode: string,
    parent: string | undefined,
    tiles: readonly number[],
  ): AdminUnit => ({
    level,
    pcode,
    parent,
    tiles,
    name: level === 0 ? COUNTRY.name : name(),
    polygon: outline(mosaic, tiles),
  })

  const tiles = mosaic.centres.map((_, tile) => tile)
  const levels = [[unit(0, COUNTRY.code, undefined, tiles)]]
  for (const count of counts) {
    const parents = levels[levels.length - 1] ?? []
    const shares = allot(
      count,
      parents.map(parent => parent.tiles.length),
    )
    levels.push(
      parents.flatMap((parent, i) =>
        divideUnit(mosaic, parent.tiles, at(shares, i), random).map((part, number) =>
          unit(parent.level + 1, `${parent.pcode}.${number + 1}`, parent.pcode, part),
        ),
      ),
    )
  }
  return levels.flat()
}

/** The parts of a unit, from north to south, as they are numbered. */
function divideUnit(mosaic: Mosaic, tiles: readonly number[], parts: number, random: Random): number[][] {
  return partition(mosaic, tiles, parts, random)
    .map(part => ({ part, north: middle(mosaic, part).y }))
    .sort((a, b) => b.north - a.north)
    .map(({ part }) => part)
}

/** Divides `count` units among parents by their size (D'Hondt), at least one each. */
function allot(count: number, sizes: readonly number[]): number[] {
  const shares = sizes.map(() => 1)
  for (let given = sizes.length; given < count; given += 1) {
    const claims = sizes.map((size, i) => size / (at(shares, i) + 1))
    const next = claims.indexOf(Math.max(...claims))
    shares[next] = at(shares, next) + 1
  }
  return shares
}
