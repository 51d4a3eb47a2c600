import { at } from '../at.ts'
import type { DayNumber } from '../dates.ts'
import { chance, poisson, type Random, stream } from '../random.ts'
import type { Activity } from '../rhythm.ts'
import { timeOfDay, weekdayFactor } from '../rhythm.ts'
import { Whereabouts } from '../whereabouts.ts'
import type { World } from '../world.ts'

/** A subscriber as an event sees them: at a time, with a phone, at a cell. */
export interface Sighting {
  readonly subscriber: number
  /** Seconds since local midnight. */
  readonly second: number
  /** 0 for the first handset of the subscriber, 1 for the second. */
  readonly handset: number
  /** An index of the network's cells; undefined where the operator's records have lost it. */
  readonly cell: number | undefined
}

/** What a row of any event table has. */
export interface EventRow {
  /** Numbers the events of a type and day; both rows of a call have the same. */
  readonly event: number
  readonly seen: Sighting
}

/** A day in the country: what all events of the day share. */
export interface Day {
  readonly world: World
  readonly day: DayNumber
  readonly whereabouts: Whereabouts
}

/** Makes days. They need nothing of each other and can be made in any order. */
export class Days {
  readonly #world: World
  #latest: Day | undefined

  constructor(world: World) {
    this.#world = world
  }

  /** A day. The latest is kept: a day takes a while to make, and is mostly asked for once for each type of event. */
  of(day: DayNumber): Day {
    if (this.#latest?.day !== day)
      this.#latest = { world: this.#world, day, whereabouts: new Whereabouts(this.#world, day) }
    return this.#latest
  }
}

/** The random numbers of one kind of activity on a day. */
export function activityStream({ world, day }: Day, activity: Activity): Random {
  return stream(world.parameters.seed, activity, day)
}

const FIRST_HANDSET = 0.85

/** Sees a subscriber at a time of the day. */
export function see(
  { world, whereabouts }: Day,
  subscriber: number,
  second: number,
  random: Random,
): Sighting {
  const { handsets } = at(world.subscribers, subscriber)
  const handset = handsets.length > 1 && !chance(random, FIRST_HANDSET) ? 1 : 0
  const cell = whereabouts.cell(subscriber, second, random)
  return { subscriber, second, handset, cell: chance(random, world.parameters.pUnlocated) ? undefined : cell }
}

/**
 * Calls `happens` once for each thing that a subscriber does on a day, with its time.
 *
 * @param mean How many things an average subscriber does on an average day.
 * @param appetite How much more or less one subscriber does than the average.
 */
export function everyEvent(
  { world, day }: Day,
  activity: Activity,
  random: Random,
  mean: number,
  appetite: (subscriber: number) => number,
  happens: (subscriber: number, second: number) => void,
): void {
  const today = mean * weekdayFactor(activity, day)
  for (let subscriber = 0; subscriber < world.subscribers.length; subscriber += 1) {
    const count = poisson(random, today * appetite(subscriber))
    for (let n = 0; n < count; n += 1) happens(subscriber, timeOfDay(activity, random))
  }
}
