/** Longitude and latitude in degrees. */
export type Position = readonly [lon: number, lat: number]
/** A closed line: the last position is the first again. */
export type Ring = readonly Position[]
/** The outer ring, then the holes. */
export type Polygon = readonly Ring[]
/** As the `coordinates` of GeoJSON. */
export type MultiPolygon = readonly Polygon[]

/**
 * Whether a position lies inside a shape, by the parity of crossings of a ray to the east (Shimrat, Algorithm 112,
 * CACM 1962). Edges are straight in degrees, as PostGIS takes them for geometries. A position exactly on a border
 * may go either way.
 */
export function contains(shape: MultiPolygon, position: Position): boolean {
  return shape.some(polygon => crossings(polygon, position) % 2 === 1)
}

function crossings(polygon: Polygon, [lon, lat]: Position): number {
  let count = 0
  for (const ring of polygon) {
    for (const [index, [toLon, toLat]] of ring.entries()) {
      const [fromLon, fromLat] = ring.at(index - 1) ?? [toLon, toLat]
      if (fromLat > lat === toLat > lat) continue
      const crossingLon = fromLon + ((lat - fromLat) / (toLat - fromLat)) * (toLon - fromLon)
      if (crossingLon > lon) count += 1
    }
  }
  return count
}
