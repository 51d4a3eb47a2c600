import { createHmac, type KeyObject, randomInt } from 'node:crypto'

/** Without vowels, so that no words come of it, and without what is easily mistaken (RFC 8628, 6.1). */
const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ'
const LENGTH = 8
const GROUP = 4

/** A code for a person to type, such as `WDJB-MJHT`: 34 bits, which waiting after wrong ones makes enough. */
export function newUserCode(): string {
  const letters = Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('')
  return `${letters.slice(0, GROUP)}-${letters.slice(GROUP)}`
}

/** What is kept of a code, however it is typed. */
export function userCodeDigest(code: string, key: KeyObject): Buffer {
  return createHmac('sha256', key)
    .update(code.toUpperCase().replace(/[^A-Z]/g, ''))
    .digest()
}
