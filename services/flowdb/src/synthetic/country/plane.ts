/**
 * The country lies in a plane whose coordinates are kilometres east and north of its origin. The origin is a place
 * in the open Atlantic, so that no real country is meant, and near enough to the equator that one scale each for
 * longitude and latitude is off by less than half a percent anywhere in it.
 */
const ORIGIN = { lon: -24, lat: 5 }

/** At 5° north, on the WGS 84 ellipsoid. */
const KM_PER_DEGREE = { lon: 110.9, lat: 110.58 }

/** A place in the plane, kilometres. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** Longitude and latitude, degrees (WGS 84). */
export type LonLat = readonly [lon: number, lat: number]

/** Where a place of the plane lies on the earth. */
export function lonLat(point: Point): LonLat {
  return [ORIGIN.lon + point.x / KM_PER_DEGREE.lon, ORIGIN.lat + point.y / KM_PER_DEGREE.lat]
}

/** The square of the distance between two places, km². */
export function squaredDistance(a: Point, b: Point): number {
  return (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)
}

/**
 * How much fewer ties or trips there are at a distance than next door: 1 at 0 km, one half at `scaleKm`, and
 * falling with the square of the distance beyond, as observed contacts and trips do.
 */
export function decay(squaredKm: number, scaleKm: number): number {
  return 1 / (1 + squaredKm / (scaleKm * scaleKm))
}
