import { createHmac } from 'node:crypto'

/** Pseudonyms as FlowDB holds them: 32 bytes, here as 64 hexadecimal digits. */
export type Pseudonym = string

/**
 * Makes pseudonyms of the numbers in a synthetic country, as an operator would make them of real ones:
 * HMAC-SHA256 with a key that nobody else has; here it derives from the seed, so that the same number has the same
 * pseudonym everywhere. The numbers themselves are never written.
 */
export function pseudonymizer(seed: number): (number: string) => Pseudonym {
  const key = `flowkit synthetic country ${seed}`
  return number => createHmac('sha256', key).update(number).digest('hex')
}

/** Numbers of the fictitious country; its codes, 999, are ones that the ITU gives to no country. */
export const NUMBERS = {
  /** The phone number of a subscriber. */
  msisdn: (subscriber: number) => `999${digits(subscriber, 9)}`,
  /** The number on a SIM card. */
  imsi: (subscriber: number) => `99901${digits(subscriber, 10)}`,
  /** The number of a device: its type allocation code, then a serial number. */
  imei: (tac: number, serial: number) => `${tac}${digits(serial, 7)}`,
  /** The phone number of a subscriber of another operator. */
  offNet: (number: number) => `998${digits(number, 9)}`,
}

/** The mobile country and network codes of the operator. */
export const OPERATOR = { countryCode: 999, networkCode: 1, name: 'Aluria Mobile', others: 'Other network' }

function digits(value: number, length: number): string {
  return `${value}`.padStart(length, '0')
}
