import { type DeviceModel, deviceDraw, type HandsetType } from './devices.ts'
import type { Parameters } from './parameters.ts'
import { NUMBERS, type Pseudonym, pseudonymizer } from './pseudonyms.ts'
import { chance, heavyTail, heavyTailMean, stream } from './random.ts'

/** A phone of a subscriber. */
export interface Handset {
  readonly tac: number
  readonly imei: Pseudonym
}

/** A person with a SIM card of the network. */
export interface Subscriber {
  readonly msisdn: Pseudonym
  readonly imsi: Pseudonym
  /** The phone that is mostly used, and for some people another one. */
  readonly handsets: readonly [Handset] | readonly [Handset, Handset]
  /** What kind of phone the first one is. */
  readonly handsetType: HandsetType
  /** How much they call, write and top up, as a multiple of the average. */
  readonly activity: number
}

const SECOND_HANDSET = 0.15
/** The most active do this many times as much as the least active. */
const MOST_ACTIVE = 40

/** Makes the subscribers. Each one's draws are the same however many there are. */
export function makeSubscribers(
  { seed, subscribers }: Parameters,
  devices: readonly DeviceModel[],
): Subscriber[] {
  const phones = stream(seed, 'handsets')
  const activities = stream(seed, 'activity')
  const pseudonym = pseudonymizer(seed)
  const drawDevice = deviceDraw(devices)

  const handset = (serial: number) => {
    const { tac, handsetType } = drawDevice(phones)
    return { handsetType, handset: { tac, imei: pseudonym(NUMBERS.imei(tac, serial)) } }
  }
  return Array.from({ length: subscribers }, (_, subscriber) => {
    const first = handset(2 * subscriber)
    const second = handset(2 * subscriber + 1)
    return {
      msisdn: pseudonym(NUMBERS.msisdn(subscriber)),
      imsi: pseudonym(NUMBERS.imsi(subscriber)),
      handsets: chance(phones, SECOND_HANDSET) ? [first.handset, second.handset] : [first.handset],
      handsetType: first.handsetType,
      activity: heavyTail(activities, MOST_ACTIVE) / heavyTailMean(MOST_ACTIVE),
    }
  })
}
