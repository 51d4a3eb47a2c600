import { at } from './at.ts'
import { placeIn } from './country/mosaic.ts'
import type { Point } from './country/plane.ts'
import { Coverage } from './coverage.ts'
import { type DayNumber, SECONDS_PER_DAY, weekday } from './dates.ts'
import { drawSafe } from './disaster.ts'
import { drawNear } from './gravity.ts'
import { between, chance, type Random, stream } from './random.ts'
import { Weighted } from './weighted.ts'
import type { World } from './world.ts'

/** Part of a day that somebody spends away from home: near a site, in seconds since midnight. */
interface Stay {
  readonly site: number
  readonly from: number
  readonly until: number
}

const HOUR = 3600
/** How many of those who work go to work on a working day. */
const AT_WORK = 0.92
/** Half as many trips go to a place at this distance as to one next door, km. */
const TRIP_KM = 25
/** How many trips last until the next day. */
const OVERNIGHT = 0.1
/** People make more trips on Saturdays and Sundays; the factors average to 1 over a week. */
const TRIPS = { workday: 0.8, weekend: 1.5 }

/** Where everybody is on one day, and so which cell their phones use. */
export class Whereabouts {
  readonly #coverage: Coverage
  readonly #homes: readonly number[]
  readonly #work: readonly (Stay | undefined)[]
  readonly #trips: readonly (Stay | undefined)[]

  constructor(world: World, day: DayNumber) {
    const { parameters, country, network, residences } = world
    const disaster = world.disaster?.lasts(day) ? world.disaster : undefined
    const coverage = new Coverage(network, day, disaster?.failedSites(network, day))
    const isWeekend = weekday(day) >= 5
    const random = stream(parameters.seed, 'whereabouts', day)
    const residents = new Weighted(country.population.residents)
    const tilePlace = (tile: number) => at(country.mosaic.centres, tile)
    const today = residences.on(day)

    const goToWork = (place: Point | undefined): Stay | undefined => {
      const goes = chance(random, AT_WORK)
      const from = between(random, 7 * HOUR, 9 * HOUR)
      const until = between(random, 16 * HOUR, 18.5 * HOUR)
      const open = place && !disaster?.strikesPlace(place)
      return open && goes && !isWeekend ? { site: coverage.nearest(place), from, until } : undefined
    }
    const makeTrip = (home: Point, work: Stay | undefined): Stay | undefined => {
      if (!chance(random, parameters.pOutOfArea * (isWeekend ? TRIPS.weekend : TRIPS.workday)))
        return undefined
      const from = work ? work.until : between(random, 8 * HOUR, 17 * HOUR)
      const hours = between(random, 1, work ? 3 : 6)
      const until = chance(random, OVERNIGHT) ? SECONDS_PER_DAY : Math.min(from + hours * HOUR, 21.5 * HOUR)
      const destination = () => drawSafe(disaster, () => residents.draw(random))
      const tile = drawNear(random, home, TRIP_KM, destination, tilePlace)
      if (tile === undefined) return undefined
      return { site: coverage.nearest(placeIn(country.mosaic, tile, random)), from, until }
    }

    this.#coverage = coverage
    this.#homes = today.map(({ home }) => coverage.nearest(home))
    this.#work = today.map(({ work }) => goToWork(work))
    this.#trips = today.map(({ home }, subscriber) => makeTrip(home, this.#work[subscriber]))
  }

  /**
   * The cell that serves a subscriber at a time of the day.
   *
   * @param random Decides about neighbouring cells only.
   * @returns An index of the network's cells.
   */
  cell(subscriber: number, second: number, random: Random): number {
    return this.#coverage.serve(this.#nearestSite(subscriber, second), subscriber, random)
  }

  #nearestSite(subscriber: number, second: number): number {
    for (const stays of [this.#trips, this.#work]) {
      const stay = stays[subscriber]
      if (stay && stay.from <= second && second < stay.until) return stay.site
    }
    return at(this.#homes, subscriber)
  }
}
