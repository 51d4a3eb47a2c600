import { at } from './at.ts'
import type { Country } from './country/country.ts'
import { placeIn } from './country/mosaic.ts'
import { type Point, squaredDistance } from './country/plane.ts'
import { type DayNumber, dayNumber } from './dates.ts'
import { dayOfChange, type Parameters } from './parameters.ts'
import { below, type Random, sample, stream } from './random.ts'
import { Weighted } from './weighted.ts'

/** Where a site is, and when. A site that moves has a second version. */
export interface SiteVersion {
  readonly version: number
  readonly place: Point
  /** The first day of service. */
  readonly from: DayNumber
  /** The last day of service; undefined while it has no end. */
  readonly until: DayNumber | undefined
}

/** A mast with one or more cells. */
export interface Site {
  readonly id: string
  /** One version, or two of which the second begins on the day after the first ends. */
  readonly versions: readonly SiteVersion[]
  /** The cells on it, as indexes of the network's cells. They stand where it stands. */
  readonly cells: readonly number[]
}

/** A cell of a site. It has the versions of its site. */
export interface Cell {
  readonly id: string
  readonly site: number
  /** 0 for the first cell of a site; each looks in another direction. */
  readonly sector: number
}

/** The network of the operator. */
export interface Network {
  readonly sites: readonly Site[]
  readonly cells: readonly Cell[]
}

/** Sites that move go this far, km: near enough to serve the same area, far enough to be in another district. */
const MOVE_KM = { min: 5, max: 40 }

/**
 * Puts sites where people live, one at least in every district, and cells on them. On the day of change some sites
 * move, with all their cells, and some have closed.
 */
export function buildNetwork(country: Country, parameters: Parameters): Network {
  const random = stream(parameters.seed, 'network')
  const residents = new Weighted(country.population.residents)
  const places = sitePlaces(country, residents, parameters.sites, random)
  const cellsPerSite = spreadCells(parameters, random)

  const changes = sample(
    stream(parameters.seed, 'network-changes'),
    places.map((_, site) => site),
    parameters.movingSites + parameters.closingSites,
  )
  const moving = new Set(changes.slice(0, parameters.movingSites))
  const closing = new Set(changes.slice(parameters.movingSites))
  const change = dayOfChange(parameters)

  const sites: Site[] = []
  const cells: Cell[] = []
  places.forEach((place, site) => {
    const id = `S${numbered(site, places.length)}`
    const sectors = Array.from({ length: at(cellsPerSite, site) }, (_, sector) => sector)
    const firstCell = cells.length
    for (const sector of sectors) cells.push({ id: `${id}-${sector + 1}`, site, sector })

    // The network grew in the year before the first day.
    const from = dayNumber(parameters.startDate) - 1 - below(random, 365)
    const before = { version: 0, place, from, until: change - 1 }
    const versions = moving.has(site)
      ? [
          before,
          { version: 1, place: newPlace(country, residents, place, random), from: change, until: undefined },
        ]
      : [{ ...before, until: closing.has(site) ? change - 1 : undefined }]
    sites.push({ id, versions, cells: sectors.map(sector => firstCell + sector) })
  })
  return { sites, cells }
}

/** One place in the most populous tile of each district, the others where people live. */
function sitePlaces(
  { mosaic, districts, population }: Country,
  residents: Weighted,
  count: number,
  random: Random,
) {
  const busiest = districts.map(({ tiles }) =>
    tiles.reduce((best, tile) =>
      at(population.residents, tile) > at(population.residents, best) ? tile : best,
    ),
  )
  return Array.from({ length: count }, (_, site) =>
    placeIn(mosaic, busiest[site] ?? residents.draw(random), random),
  )
}

/** How many cells each site has: one, and the others on random sites. */
function spreadCells({ sites, cells }: Parameters, random: Random): number[] {
  const counts = Array.from({ length: sites }, () => 1)
  for (let extra = sites; extra < cells; extra += 1) {
    const site = below(random, sites)
    counts[site] = at(counts, site) + 1
  }
  return counts
}

/** A place where people live, at the distance that sites move; in a very small country, any. */
function newPlace({ mosaic }: Country, residents: Weighted, old: Point, random: Random): Point {
  let place = old
  for (let tries = 0; tries < 1000; tries += 1) {
    place = placeIn(mosaic, residents.draw(random), random)
    const squaredKm = squaredDistance(place, old)
    if (squaredKm > MOVE_KM.min * MOVE_KM.min && squaredKm < MOVE_KM.max * MOVE_KM.max) return place
  }
  return place
}

/** A number from 1, with leading zeros so that all of `count` sort by it. */
function numbered(index: number, count: number): string {
  return `${index + 1}`.padStart(`${count}`.length, '0')
}

/** The version of a site that is in service on a day, if one is. */
export function versionOn(site: Site, day: DayNumber): SiteVersion | undefined {
  return site.versions.find(({ from, until }) => from <= day && (until === undefined || day <= until))
}
