import type { Parameters } from '../parameters.ts'
import { stream } from '../random.ts'
import { type AdminUnit, divide } from './admin-units.ts'
import { type Mosaic, makeMosaic } from './mosaic.ts'
import { type Population, populate } from './population.ts'

/** The land, how it is divided, and how its people are spread over it. */
export interface Country {
  readonly mosaic: Mosaic
  /** All administrative units, the country first and parents before children. */
  readonly units: readonly AdminUnit[]
  /** The units of the smallest level. */
  readonly districts: readonly AdminUnit[]
  readonly population: Population
}

/** Makes the country of the given parameters. */
export function makeCountry({ seed, admin1, admin2, admin3, urbanShare }: Parameters): Country {
  const mosaic = makeMosaic(stream(seed, 'land'), admin3)
  const units = divide(mosaic, [admin1, admin2, admin3], seed)
  const districts = units.filter(unit => unit.level === 3)
  return { mosaic, units, districts, population: populate(mosaic, districts, urbanShare, seed) }
}
