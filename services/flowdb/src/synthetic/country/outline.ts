import { at } from '../at.ts'
import { type Mosaic, signedArea } from './mosaic.ts'
import { type LonLat, lonLat } from './plane.ts'

/** A polygon as GeoJSON has it: closed rings, the outer one first and anticlockwise, then holes, clockwise. */
export type Polygon = readonly (readonly LonLat[])[]

/** The polygon around a connected set of tiles. */
export function outline(mosaic: Mosaic, tiles: readonly number[]): Polygon {
  return boundary(mosaic, tiles)
    .sort((a, b) => signedArea(b, mosaic.vertices) - signedArea(a, mosaic.vertices))
    .map(ring => [...ring, at(ring, 0)].map(vertex => lonLat(at(mosaic.vertices, vertex))))
}

/** The rings of vertices that separate a set of tiles from the others. */
function boundary(mosaic: Mosaic, tiles: readonly number[]): number[][] {
  const edges = tiles.flatMap(tile => {
    const ring = at(mosaic.rings, tile)
    return ring.map((from, i) => ({ from, to: at(ring, (i + 1) % ring.length) }))
  })
  const key = (from: number, to: number) => from * mosaic.vertices.length + to
  const walked = new Set(edges.map(({ from, to }) => key(from, to)))

  // An edge between two tiles of the set is walked in both directions. Three tiles meet at each vertex, so of the
  // other edges at most one leaves it.
  const onward = new Map(
    edges.filter(({ from, to }) => !walked.has(key(to, from))).map(({ from, to }) => [from, to]),
  )
  const rings: number[][] = []
  for (const start of onward.keys()) {
    const ring: number[] = []
    for (let vertex: number | undefined = start; vertex !== undefined; ) {
      const next = onward.get(vertex)
      if (next !== undefined) ring.push(vertex)
      onward.delete(vertex)
      vertex = next
    }
    rings.push(ring)
  }
  return rings
}
