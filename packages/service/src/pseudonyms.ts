import { createHmac } from 'node:crypto'

/**
 * Makes what FlowDB keeps of an identifier, as hexadecimal digits; undefined where it cannot be used.
 */
export type Pseudonymizer = (identifier: string) => string | undefined

/** A deployment's key has at least this many bytes: shorter ones can be found by trying. */
export const SHORTEST_KEY = 32

/**
 * Pseudonyms by HMAC-SHA256 with the deployment's key. Without the key nobody can tell which number a pseudonym stands
 * for, not even by trying all numbers.
 */
export function keyedPseudonyms(key: string): Pseudonymizer {
  return identifier => {
    const trimmed = identifier.trim()
    return trimmed === '' ? undefined : createHmac('sha256', key).update(trimmed).digest('hex')
  }
}

const HASH = /^(?:\\x)?((?:[0-9a-f]{2}){16,})$/i
const NUMBER = /^\+?\d{7,16}$/

/** Takes hashes that somebody else has made: 32 hexadecimal digits or more, also as PostgreSQL writes bytea. */
export const existingPseudonyms: Pseudonymizer = identifier => {
  const digits = HASH.exec(identifier.trim())?.[1]
  if (digits === undefined || looksLikeNumber(Buffer.from(digits, 'hex').toString('latin1'))) return undefined
  return digits.toLowerCase()
}

/** Whether a text may be a phone number, an IMSI or an IMEI in clear. */
export function looksLikeNumber(text: string): boolean {
  return NUMBER.test(text.trim())
}
