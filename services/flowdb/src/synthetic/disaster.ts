import { Delaunay } from 'd3-delaunay'
import type { Country } from './country/country.ts'
import type { Point } from './country/plane.ts'
import { type DayNumber, dayNumber } from './dates.ts'
import { type Network, versionOn } from './network.ts'
import { ParameterError, type Parameters } from './parameters.ts'
import { below, chance, stream } from './random.ts'

/** How many of the sites in the region fail. */
const SITES_FAILED = 0.5

/**
 * Something that strikes a region from its first day to its last: people flee (see `Residences`), nobody goes there,
 * and some sites fail until they are repaired.
 */
export class Disaster {
  /** The first day. */
  readonly start: DayNumber
  /** The last day. */
  readonly end: DayNumber
  readonly #tiles: ReadonlySet<number>
  readonly #land: Delaunay<Point>
  readonly #seed: number

  private constructor(country: Country, { seed }: Parameters, { start, end, region }: Affliction) {
    const { tiles } = unitOf(country, region)
    this.start = dayNumber(start)
    this.end = dayNumber(end)
    this.#tiles = new Set(tiles)
    this.#land = Delaunay.from<Point>(
      country.mosaic.centres,
      centre => centre.x,
      centre => centre.y,
    )
    this.#seed = seed
  }

  /**
   * The disaster of the given parameters, if they have one.
   *
   * @throws {ParameterError} where the country has no such region, or nothing beside it.
   */
  static of(country: Country, parameters: Parameters): Disaster | undefined {
    const { disasterStart: start, disasterEnd: end, disasterRegion: region } = parameters
    if (start === undefined || end === undefined || region === undefined) return undefined
    return new Disaster(country, parameters, { start, end, region })
  }

  /** Whether it is one of the disaster's days. */
  lasts(day: DayNumber): boolean {
    return this.start <= day && day <= this.end
  }

  /** Whether a tile of the country belongs to the region. */
  strikes(tile: number): boolean {
    return this.#tiles.has(tile)
  }

  /** Whether a place is in the region. */
  strikesPlace({ x, y }: Point): boolean {
    return this.strikes(this.#land.find(x, y))
  }

  /** The sites that are out of order on a day. */
  failedSites({ sites }: Network, day: DayNumber): ReadonlySet<string> {
    if (!this.lasts(day)) return new Set()
    const random = stream(this.#seed, 'failed-sites')
    const failed = sites.filter(site => {
      const version = versionOn(site, this.start)
      const fails = chance(random, SITES_FAILED)
      const repaired = this.start + 1 + below(random, this.end - this.start + 1)
      return version && this.strikesPlace(version.place) && fails && day < repaired
    })
    return new Set(failed.map(({ id }) => id))
  }
}

interface Affliction {
  readonly start: string
  readonly end: string
  readonly region: string
}

function unitOf({ units, mosaic }: Country, region: string) {
  const unit = units.find(({ pcode }) => pcode === region)
  const refuse = (reason: string) =>
    new ParameterError(`These parameters cannot be used:\n  --disaster-region: ${reason}`)
  if (unit === undefined) {
    const regions = units.filter(({ level }) => level === 1).map(({ pcode, name }) => `${pcode} (${name})`)
    throw refuse(`there is no unit ${region}; the largest are ${regions.join(', ')}`)
  }
  if (unit.tiles.length === mosaic.centres.length) throw refuse('there must be land beside it to flee to')
  return unit
}

/** Draws a tile that no disaster strikes. */
export function drawSafe(disaster: Disaster | undefined, draw: () => number): number {
  let tile = draw()
  while (disaster?.strikes(tile)) tile = draw()
  return tile
}
