import type { CellRow } from './world.ts'

/*
 * The Lambert cylindrical equal-area projection of the WGS 84 ellipsoid with the standard parallel 30 degrees north,
 * after J. P. Snyder, Map Projections: A Working Manual (1987), pages 76 to 85.
 */

const SEMI_MAJOR_AXIS_M = 6_378_137
const FLATTENING = 1 / 298.257223563
const ECCENTRICITY_SQUARED = FLATTENING * (2 - FLATTENING)
const ECCENTRICITY = Math.sqrt(ECCENTRICITY_SQUARED)
const radians = (degrees: number) => (degrees * Math.PI) / 180
const STANDARD_PARALLEL = radians(30)
const SCALE =
  Math.cos(STANDARD_PARALLEL) / Math.sqrt(1 - ECCENTRICITY_SQUARED * Math.sin(STANDARD_PARALLEL) ** 2)

/** A position in degrees, in metres from where the equator meets the meridian of Greenwich. */
export function projected({ lon, lat }: Pick<CellRow, 'lon' | 'lat'>): readonly [x: number, y: number] {
  const sine = Math.sin(radians(lat))
  const q =
    (1 - ECCENTRICITY_SQUARED) *
    (sine / (1 - ECCENTRICITY_SQUARED * sine ** 2) -
      Math.log((1 - ECCENTRICITY * sine) / (1 + ECCENTRICITY * sine)) / (2 * ECCENTRICITY))
  return [SEMI_MAJOR_AXIS_M * SCALE * radians(lon), (SEMI_MAJOR_AXIS_M * q) / (2 * SCALE)]
}

/** The id of the square, with sides of so many kilometres, that a position is in. */
export function squareOf(position: Pick<CellRow, 'lon' | 'lat'>, size: number): string {
  const [x, y] = projected(position).map(metres => Math.floor(metres / (size * 1_000)))
  return `${size}kmE${x}N${y}`
}
