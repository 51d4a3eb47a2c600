import { at } from './at.ts'
import type { Country } from './country/country.ts'
import { placeIn } from './country/mosaic.ts'
import type { Point } from './country/plane.ts'
import type { DayNumber } from './dates.ts'
import type { Disaster } from './disaster.ts'
import { type Flight, flights } from './flight.ts'
import { drawNear } from './gravity.ts'
import { daysOf, type Parameters } from './parameters.ts'
import { below, chance, poisson, type Random, stream } from './random.ts'
import { Weighted } from './weighted.ts'

/** Where somebody lives and, if they go to work, where that is. */
export interface Residence {
  readonly home: Point
  readonly work: Point | undefined
}

interface Move {
  readonly day: DayNumber
  readonly subscriber: number
  readonly residence: Residence
}

const EMPLOYED = 0.65
/** Half as many people work at this distance from home as next door, where there is as much work, km. */
const COMMUTE_KM = 8
/** The same for moving house. */
const MOVE_KM = 40

/**
 * Where people live. They start where the population is; on each later day a few move house, mostly not far, and
 * those who work find work near the new home. While a disaster lasts nobody moves into its region, and of those who
 * live there most flee; most of them come back when it is over.
 */
export class Residences {
  /** Where everybody lives on the first day. */
  readonly initial: readonly Residence[]
  readonly #moves: readonly Move[]
  readonly #flights: readonly Flight[]

  constructor(country: Country, parameters: Parameters, disaster?: Disaster) {
    const { mosaic, population } = country
    const residents = new Weighted(population.residents)
    const jobs = new Weighted(population.jobs)
    const tilePlace = (tile: number) => at(mosaic.centres, tile)

    const settle = (home: Point, employed: boolean, random: Random): Residence => {
      if (!employed) return { home, work: undefined }
      const tile = drawNear(random, home, COMMUTE_KM, () => jobs.draw(random), tilePlace)
      return { home, work: tile === undefined ? home : placeIn(mosaic, tile, random) }
    }

    const homes = stream(parameters.seed, 'homes')
    this.initial = Array.from({ length: parameters.subscribers }, () =>
      settle(placeIn(mosaic, residents.draw(homes), homes), chance(homes, EMPLOYED), homes),
    )

    const current = [...this.initial]
    const [, ...laterDays] = daysOf(parameters)
    const moves = laterDays.flatMap(day => {
      const random = stream(parameters.seed, 'relocation', day)
      return Array.from({ length: poisson(random, parameters.subscribers * parameters.pRelocate) }, () => {
        const subscriber = below(random, parameters.subscribers)
        const { home, work } = at(current, subscriber)
        const tile =
          drawNear(random, home, MOVE_KM, () => residents.draw(random), tilePlace) ?? residents.draw(random)
        const residence = settle(placeIn(mosaic, tile, random), work !== undefined, random)
        current[subscriber] = residence
        return { day, subscriber, residence }
      })
    })
    const barred = ({ day, residence }: Move) => disaster?.lasts(day) && disaster.strikesPlace(residence.home)
    this.#moves = moves.filter(move => !barred(move))
    this.#flights = disaster
      ? flights(disaster, country, this.#settled(disaster.start), stream(parameters.seed, 'flight'))
      : []
  }

  /** Where everybody lives on a day. Who has fled has no work there. */
  on(day: DayNumber): readonly Residence[] {
    const residences = this.#settled(day)
    for (const { subscriber, from, until, shelter } of this.#flights)
      if (from <= day && (until === undefined || day <= until))
        residences[subscriber] = { home: shelter, work: undefined }
    return residences
  }

  /** Where everybody would live on a day if nobody had fled. */
  #settled(day: DayNumber): Residence[] {
    const residences = [...this.initial]
    for (const move of this.#moves) if (move.day <= day) residences[move.subscriber] = move.residence
    return residences
  }
}
