import { at } from '../at.ts'
import { below, chance, longTail, type Random, unit } from '../random.ts'
import { activityStream, type Day, type EventRow, everyEvent, see } from './day.ts'

/** Who is at the other end: a subscriber, or a number of another network. */
export type Counterpart = { readonly subscriber: number } | { readonly offNet: number }

/** One party's row of a call or an SMS. */
export interface ConversationRow extends EventRow {
  /** Whether this party began it. */
  readonly outgoing: boolean
  readonly counterpart: Counterpart
  /** Seconds; 0 for an SMS. */
  readonly duration: number
}

/** How often people call their own number, as they do for voice mail and balances. */
const OWN_NUMBER = 0.003
/** How many people of other networks somebody is in touch with. */
const OFF_NET_CONTACTS = 4
const MEAN_DURATION_SECONDS = 95
const LONGEST_DURATION_SECONDS = 7200

/**
 * The calls or SMS of a day. One between two subscribers has a row for each of them, at the same time and with the
 * same number; one with another network, or with the own number, has the subscriber's row only.
 */
export function conversationsOn(day: Day, type: 'calls' | 'sms'): ConversationRow[] {
  const { parameters, subscribers, contacts } = day.world
  const random = activityStream(day, type)
  const rows: ConversationRow[] = []
  const rowsPerDay = type === 'calls' ? parameters.callsPerDay : parameters.smsPerDay
  const rowsEach = parameters.pOffNet + 2 * (1 - parameters.pOffNet)
  let event = 0

  const appetite = (subscriber: number) => at(subscribers, subscriber).activity
  everyEvent(day, type, random, rowsPerDay / rowsEach, appetite, (subscriber, second) => {
    event += 1
    const duration = type === 'calls' ? longTail(random, MEAN_DURATION_SECONDS, LONGEST_DURATION_SECONDS) : 0
    const seen = see(day, subscriber, second, random)
    if (chance(random, parameters.pOffNet)) {
      const counterpart = { offNet: offNetContact(subscriber, subscribers.length, random) }
      rows.push({ event, seen, outgoing: chance(random, 0.5), counterpart, duration })
      return
    }
    const other = unit(random) < OWN_NUMBER ? subscriber : contacts.pick(subscriber, random)
    rows.push({ event, seen, outgoing: true, counterpart: { subscriber: other }, duration })
    if (other === subscriber) return
    const otherSeen = see(day, other, second, random)
    rows.push({ event, seen: otherSeen, outgoing: false, counterpart: { subscriber }, duration })
  })
  return rows
}

/** One of the numbers of other networks that a subscriber is in touch with. Neighbours in the list share some. */
function offNetContact(subscriber: number, subscribers: number, random: Random): number {
  return (subscriber * 2 + below(random, OFF_NET_CONTACTS)) % subscribers
}
