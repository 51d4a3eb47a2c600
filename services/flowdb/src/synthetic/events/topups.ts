import { at } from '../at.ts'
import type { DayNumber } from '../dates.ts'
import { daysOf, type Parameters } from '../parameters.ts'
import { below, oneOf, poisson, type Random, stream, unit } from '../random.ts'
import { timeOfDay, weekdayFactor } from '../rhythm.ts'
import type { Subscriber } from '../subscribers.ts'
import { type Day, type EventRow, see } from './day.ts'

/** A top-up. Amounts are in hundredths of the currency. */
export interface TopupRow extends EventRow {
  readonly channel: 'scratch card' | 'agent' | 'mobile money'
  /** What was paid. */
  readonly recharge: number
  /** What the seller keeps. */
  readonly airtimeFee: number
  readonly tax: number
  readonly balanceBefore: number
  /** The balance before, and what was paid less fee and tax. */
  readonly balanceAfter: number
}

/** A top-up before it is known where it happens. */
type Recharge = Omit<TopupRow, 'seen' | 'event'> & { readonly subscriber: number; readonly second: number }

const CHANNELS = ['scratch card', 'scratch card', 'agent', 'mobile money'] as const
const AMOUNTS = [500, 500, 500, 1000, 1000, 2000, 2000, 5000, 10_000, 20_000] as const
const FEE_PERCENT = 3
const TAX_PERCENT = 12
const LARGEST_FIRST_BALANCE = 3000

/** The top-ups of a day. */
export function topupsOn(day: Day): TopupRow[] {
  const { world } = day
  const random = stream(world.parameters.seed, 'topups-seen', day.day)
  return world.recharges.on(day.day).map(({ subscriber, second, ...recharge }, index) => ({
    ...recharge,
    event: index + 1,
    seen: see(day, subscriber, second, random),
  }))
}

/**
 * The recharges of each day. Their balances continue those of the days before, which are therefore gone through
 * first; a day that is asked for after an earlier one goes on from there.
 */
export class Recharges {
  readonly #parameters: Parameters
  readonly #subscribers: readonly Subscriber[]
  #balances = new Float64Array()
  #done: DayNumber[] = []
  #latest: readonly Recharge[] = []

  constructor(parameters: Parameters, subscribers: readonly Subscriber[]) {
    this.#parameters = parameters
    this.#subscribers = subscribers
  }

  /** The recharges of a day, of each subscriber in the order of time. */
  on(day: DayNumber): readonly Recharge[] {
    const latest = this.#done[this.#done.length - 1]
    if (latest === undefined || latest > day) {
      const random = stream(this.#parameters.seed, 'first-balances')
      this.#balances = Float64Array.from(this.#subscribers, () => below(random, LARGEST_FIRST_BALANCE))
      this.#done = []
    }
    for (const next of daysOf(this.#parameters).slice(this.#done.length)) {
      if (next > day) break
      this.#latest = this.#recharge(next)
      this.#done.push(next)
    }
    return this.#latest
  }

  /** The recharges of the next day, which leave their marks on the balances. */
  #recharge(day: DayNumber): Recharge[] {
    const random = stream(this.#parameters.seed, 'topups', day)
    const mean = this.#parameters.topupsPerDay * weekdayFactor('topups', day)
    return this.#subscribers.flatMap(({ activity }, subscriber) => {
      const times = Array.from({ length: poisson(random, mean * activity) }, () =>
        timeOfDay('topups', random),
      )
      return times
        .sort((a, b) => a - b)
        .map(second => {
          const row = topUp(at(this.#balances, subscriber), random)
          this.#balances[subscriber] = row.balanceAfter
          return { ...row, subscriber, second }
        })
    })
  }
}

/** Tops up a balance, of which most has been spent by then. */
function topUp(balance: number, random: Random): Omit<Recharge, 'subscriber' | 'second'> {
  const left = unit(random)
  const balanceBefore = Math.floor(balance * left * left)
  const paid = oneOf(random, AMOUNTS)
  const airtimeFee = Math.floor((paid * FEE_PERCENT) / 100)
  const tax = Math.floor((paid * TAX_PERCENT) / 100)
  return {
    channel: oneOf(random, CHANNELS),
    recharge: paid,
    airtimeFee,
    tax,
    balanceBefore,
    balanceAfter: balanceBefore + paid - airtimeFee - tax,
  }
}
