import { at } from '../at.ts'
import { below, chance, longTail, type Random } from '../random.ts'
import { activityStream, type Day, everyEvent, type Sighting, see } from './day.ts'

/** The kinds of mobile-money transactions: what they are called, and who pays whom. */
export const TRANSFER_KINDS = [
  { id: 1, description: 'Transfer to a person', payer: 'subscriber', payee: 'subscriber' },
  { id: 2, description: 'Cash in', payer: 'agent', payee: 'subscriber' },
  { id: 3, description: 'Cash out', payer: 'subscriber', payee: 'agent' },
  { id: 4, description: 'Payment to a merchant', payer: 'subscriber', payee: 'merchant' },
] as const

/** A mobile-money transaction. Amounts are in hundredths of the currency. */
export interface Transfer {
  /** Numbers the transactions of a day from 1. */
  readonly transaction: number
  /** The id of one of `TRANSFER_KINDS`. */
  readonly kind: number
  readonly amount: number
  readonly discount: number
  /** What the payer pays to the operator. */
  readonly fee: number
  /** What an agent earns. */
  readonly commission: number
  readonly payer: Located
  readonly payee: Located
}

/** A party of a transaction; a transaction without a place is not recorded. */
export interface Located extends Sighting {
  readonly cell: number
}

const MEAN_AMOUNT = 6000
const SMALLEST_AMOUNT = 100
const LARGEST_AMOUNT = 5_000_000
const DISCOUNTED = 0.05
/** One in this many subscribers also is an agent or has a shop. */
const SUBSCRIBERS_PER_AGENT = 50

/** The mobile-money transactions of a day. */
export function transfersOn(day: Day): Transfer[] {
  const { parameters, subscribers, contacts } = day.world
  const random = activityStream(day, 'transfers')
  const transfers: Transfer[] = []
  const appetite = (subscriber: number) => at(subscribers, subscriber).activity
  everyEvent(day, 'transfers', random, parameters.transfersPerDay / 2, appetite, (subscriber, second) => {
    const { id, payer } = at(TRANSFER_KINDS, below(random, TRANSFER_KINDS.length))
    const other = id === 1 ? contacts.pick(subscriber, random) : agent(subscriber, subscribers.length, random)
    const self = locate(day, subscriber, second, random)
    // People come to the agent or the shop; only a transfer reaches somebody elsewhere.
    const party =
      id === 1
        ? locate(day, other, second, random)
        : { ...locate(day, other, second, random), cell: self.cell }
    const amount = SMALLEST_AMOUNT + longTail(random, MEAN_AMOUNT, LARGEST_AMOUNT)
    transfers.push({
      transaction: transfers.length + 1,
      kind: id,
      amount,
      discount: chance(random, DISCOUNTED) ? Math.floor(amount / 20) : 0,
      fee: id === 2 ? 0 : 10 + Math.floor(amount / 100),
      commission: id === 2 || id === 3 ? Math.floor(amount / 200) : 0,
      ...(payer === 'agent' ? { payer: party, payee: self } : { payer: self, payee: party }),
    })
  })
  return transfers
}

function locate(day: Day, subscriber: number, second: number, random: Random): Located {
  return { ...see(day, subscriber, second, random), cell: day.whereabouts.cell(subscriber, second, random) }
}

/** An agent or a shop: one of the three that the subscriber always goes to. */
function agent(subscriber: number, subscribers: number, random: Random): number {
  const agents = Math.ceil(subscribers / SUBSCRIBERS_PER_AGENT)
  const chosen = ((subscriber + below(random, 3)) % agents) * SUBSCRIBERS_PER_AGENT
  return chosen === subscriber ? (chosen + 1) % subscribers : chosen
}
