import { at } from './at.ts'
import type { Country } from './country/country.ts'
import { placeIn } from './country/mosaic.ts'
import type { Point } from './country/plane.ts'
import type { DayNumber } from './dates.ts'
import { type Disaster, drawSafe } from './disaster.ts'
import { drawNear } from './gravity.ts'
import { below, chance, type Random } from './random.ts'
import type { Residence } from './residences.ts'
import { Weighted } from './weighted.ts'

/** Somebody's time away from a home that a disaster has struck. */
export interface Flight {
  readonly subscriber: number
  /** The first day away. */
  readonly from: DayNumber
  /** The last day away; undefined for those who stay where they found shelter. */
  readonly until: DayNumber | undefined
  readonly shelter: Point
}

/** How many of those who live in the region leave it. */
const FLEE = 0.8
/** How many of them on the first day; the others within the days after it. */
const AT_ONCE = 0.7
const LATER_DAYS = 2
/** Half as many find shelter at this distance as next door, where as many people live, km. */
const SHELTER_KM = 30
/** How many come back, and within how many days after the end. */
const RETURN = 0.75
const RETURN_DAYS = 10

/**
 * Who flees from a disaster, when, and where to: to people who live outside of the region, mostly not far.
 *
 * @param residences Where everybody lives on its first day.
 */
export function flights(
  disaster: Disaster,
  { mosaic, population }: Country,
  residences: readonly Residence[],
  random: Random,
): Flight[] {
  const residents = new Weighted(population.residents)
  const safe = () => drawSafe(disaster, () => residents.draw(random))
  return residences.flatMap(({ home }, subscriber) => {
    if (!disaster.strikesPlace(home) || !chance(random, FLEE)) return []
    const from = disaster.start + (chance(random, AT_ONCE) ? 0 : 1 + below(random, LATER_DAYS))
    const tile =
      drawNear(random, home, SHELTER_KM, safe, candidate => at(mosaic.centres, candidate)) ?? safe()
    const shelter = placeIn(mosaic, tile, random)
    const back = disaster.end + below(random, RETURN_DAYS)
    const until = chance(random, RETURN) ? back : undefined
    return disaster.lasts(from) ? [{ subscriber, from, until, shelter }] : []
  })
}
