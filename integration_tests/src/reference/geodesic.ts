import type { Position } from './polygons.ts'

// WGS 84: the equatorial radius in kilometres, and the flattening.
const RADIUS = 6_378.137
const FLATTENING = 1 / 298.257_223_563

const radians = (degrees: number) => (degrees * Math.PI) / 180

/**
 * The distance between two positions on the spheroid, in kilometres: Vincenty's inverse formula (Survey Review 23,
 * 1975), to less than a millimetre for positions that are not on opposite sides of the earth.
 */
export function geodesicKm([fromLon, fromLat]: Position, [toLon, toLat]: Position): number {
  const difference = radians(toLon - fromLon)
  const from = Math.atan((1 - FLATTENING) * Math.tan(radians(fromLat)))
  const to = Math.atan((1 - FLATTENING) * Math.tan(radians(toLat)))
  let lambda = difference
  for (let round = 0; round < 100; round += 1) {
    const across = Math.cos(to) * Math.sin(lambda)
    const along = Math.cos(from) * Math.sin(to) - Math.sin(from) * Math.cos(to) * Math.cos(lambda)
    const sine = Math.hypot(across, along)
    if (sine === 0) return 0
    const cosine = Math.sin(from) * Math.sin(to) + Math.cos(from) * Math.cos(to) * Math.cos(lambda)
    const sigma = Math.atan2(sine, cosine)
    const azimuth = (Math.cos(from) * across) / sine
    const square = 1 - azimuth ** 2
    const middle = square === 0 ? 0 : cosine - (2 * Math.sin(from) * Math.sin(to)) / square
    const c = (FLATTENING / 16) * square * (4 + FLATTENING * (4 - 3 * square))
    const next =
      difference +
      (1 - c) * FLATTENING * azimuth * (sigma + c * sine * (middle + c * cosine * (2 * middle ** 2 - 1)))
    if (Math.abs(next - lambda) < 1e-13) return arc(sigma, sine, cosine, middle, square)
    lambda = next
  }
  throw new Error('The positions are on opposite sides of the earth')
}

function arc(sigma: number, sine: number, cosine: number, middle: number, square: number): number {
  const polar = RADIUS * (1 - FLATTENING)
  const u = (square * (RADIUS ** 2 - polar ** 2)) / polar ** 2
  const a = 1 + (u / 16_384) * (4_096 + u * (-768 + u * (320 - 175 * u)))
  const b = (u / 1_024) * (256 + u * (-128 + u * (74 - 47 * u)))
  const correction =
    (b / 4) *
    (cosine * (2 * middle ** 2 - 1) - (b / 6) * middle * (4 * sine ** 2 - 3) * (4 * middle ** 2 - 3))
  return polar * a * (sigma - b * sine * (middle + correction))
}
