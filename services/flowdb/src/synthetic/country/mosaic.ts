import { Delaunay } from 'd3-delaunay'
import { at } from '../at.ts'
import { between, type Random, unit } from '../random.ts'
import type { Point } from './plane.ts'
import { terrain } from './terrain.ts'

/**
 * The land as a mosaic of small Voronoi polygons. Everything larger is a set of these tiles: a district, and the
 * country itself. Borders of units are therefore the same vertices on both sides, to the last bit, and units of
 * one level tile those of the level above without any clipping.
 */
export interface Mosaic {
  /** The point of each tile that everything in the tile is nearer to than to the point of any other tile. */
  readonly centres: readonly Point[]
  /** The tiles that share an edge with a tile. */
  readonly neighbours: readonly (readonly number[])[]
  /** The vertices around each tile, anticlockwise, as indexes of `vertices`. */
  readonly rings: readonly (readonly number[])[]
  readonly vertices: readonly Point[]
  /** The area of each tile, km². */
  readonly areas: readonly number[]
}

const TILE_AREA_KM2 = 30
const TILES_PER_DISTRICT = 48
/** The share of the box around the country that is land. */
const LAND_SHARE = 0.4

/**
 * Makes a country with an irregular coast, about 1,440 km² (a square of 38 km) for each of its districts.
 *
 * @param districts How many units of the smallest level it has to hold.
 */
export function makeMosaic(random: Random, districts: number): Mosaic {
  const wanted = districts * TILES_PER_DISTRICT
  const spacing = Math.sqrt(TILE_AREA_KM2)
  const perSide = Math.ceil(Math.sqrt(wanted / LAND_SHARE)) + 4
  const side = perSide * spacing

  const seeds: Point[] = []
  for (let row = 0; row < perSide; row += 1) {
    for (let column = 0; column < perSide; column += 1) {
      seeds.push({
        x: (column + between(random, 0.05, 0.95)) * spacing - side / 2,
        y: (row + between(random, 0.05, 0.95)) * spacing - side / 2,
      })
    }
  }
  const delaunay = Delaunay.from<Point>(
    seeds,
    seed => seed.x,
    seed => seed.y,
  )
  const neighbours = seeds.map((_, tile) => [...delaunay.neighbors(tile)])

  // Tiles at the edge of the box have no closed polygon, so two rows along it always stay sea.
  const inner = side / 2 - 2 * spacing
  const height = terrain(random, side)
  const heights = seeds.map(seed =>
    Math.max(Math.abs(seed.x), Math.abs(seed.y)) > inner ? Number.NEGATIVE_INFINITY : height(seed),
  )
  return cutOut(delaunay, seeds, neighbours, landmass(heights, neighbours, wanted))
}

/** The highest tiles that hang together, with the waters they enclose. */
function landmass(heights: readonly number[], neighbours: readonly number[][], wanted: number): number[] {
  const waterline = at(
    [...heights].sort((a, b) => b - a),
    wanted,
  )
  const land = largestPart(
    heights.map(height => height > waterline),
    neighbours,
  )
  const sea = largestPart(
    heights.map((_, tile) => !land.has(tile)),
    neighbours,
  )
  return heights.map((_, tile) => tile).filter(tile => !sea.has(tile))
}

/** The largest connected part of the tiles that are `inside`. */
function largestPart(inside: readonly boolean[], neighbours: readonly number[][]): Set<number> {
  let largest = new Set<number>()
  const seen = new Set<number>()
  inside.forEach((isInside, start) => {
    if (!isInside || seen.has(start)) return
    const part = new Set([start])
    for (const tile of part) {
      for (const next of at(neighbours, tile)) if (inside[next]) part.add(next)
    }
    for (const tile of part) seen.add(tile)
    if (part.size > largest.size) largest = part
  })
  return largest
}

/** The mosaic of the tiles in `land`, numbered anew. */
function cutOut(
  delaunay: Delaunay<Point>,
  seeds: readonly Point[],
  neighbours: readonly number[][],
  land: readonly number[],
): Mosaic {
  const { circumcenters } = delaunay.voronoi()
  const vertices = Array.from({ length: circumcenters.length / 2 }, (_, vertex) => ({
    x: at(circumcenters, 2 * vertex),
    y: at(circumcenters, 2 * vertex + 1),
  }))
  const numbers = new Map(land.map((tile, number) => [tile, number]))
  const rings = land.map(tile => anticlockwise(trianglesAround(delaunay, tile), vertices))
  return {
    centres: land.map(tile => at(seeds, tile)),
    neighbours: land.map(tile => at(neighbours, tile).flatMap(next => numbers.get(next) ?? [])),
    rings,
    vertices,
    areas: rings.map(ring => signedArea(ring, vertices)),
  }
}

/** The triangles that meet at a point, in order; their circumcentres are the vertices of its Voronoi polygon. */
function trianglesAround({ inedges, halfedges }: Delaunay<Point>, point: number): number[] {
  const triangles: number[] = []
  const first = at(inedges, point)
  let edge = first
  do {
    triangles.push(Math.floor(edge / 3))
    edge = at(halfedges, edge % 3 === 2 ? edge - 2 : edge + 1)
  } while (edge !== first)
  return triangles
}

function anticlockwise(ring: number[], vertices: readonly Point[]): number[] {
  return signedArea(ring, vertices) < 0 ? ring.reverse() : ring
}

/** The area within a ring of vertices, km²; negative where the ring runs clockwise. */
export function signedArea(ring: readonly number[], vertices: readonly Point[]): number {
  let doubled = 0
  ring.forEach((vertex, i) => {
    const a = at(vertices, vertex)
    const b = at(vertices, at(ring, (i + 1) % ring.length))
    doubled += a.x * b.y - b.x * a.y
  })
  return doubled / 2
}

/**
 * A random place in a tile, evenly over its area. Places keep a little distance from the tile's edges, so that no
 * rounding moves one into another unit.
 */
export function placeIn(mosaic: Mosaic, tile: number, random: Random): Point {
  const { x, y } = at(mosaic.centres, tile)
  const corners = at(mosaic.rings, tile).map(vertex => at(mosaic.vertices, vertex))

  // The tile is a fan of triangles around its centre; one is chosen by its area.
  let rest = unit(random) * at(mosaic.areas, tile)
  let [a, b] = [at(corners, corners.length - 1), at(corners, 0)]
  for (let i = 1; i < corners.length; i += 1) {
    rest -= ((a.x - x) * (b.y - y) - (b.x - x) * (a.y - y)) / 2
    if (rest < 0) break
    ;[a, b] = [b, at(corners, i)]
  }
  const outward = 0.98 * Math.sqrt(unit(random))
  const along = unit(random)
  return {
    x: x + outward * (a.x - x + along * (b.x - a.x)),
    y: y + outward * (a.y - y + along * (b.y - a.y)),
  }
}
