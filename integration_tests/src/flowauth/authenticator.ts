import { createHmac } from 'node:crypto'

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const STEP_MS = 30_000

/**
 * What an authenticator app shows (RFC 4226, 5.3; RFC 6238, 4): six digits of an HMAC over the number of half minutes
 * since 1970.
 *
 * @param secret In base32, with spaces or without.
 * @param later How many half minutes from now.
 */
export function authenticatorCode(secret: string, later = 0): string {
  const letters = [...secret.replaceAll(' ', '')]
  const bits = letters.map(letter => BASE32.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map(byte => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / STEP_MS) + later))
  const mac = createHmac('sha1', key).update(counter).digest()
  const number = mac.readUInt32BE((mac.at(-1) ?? 0) & 0xf) & 0x7fffffff
  return String(number % 1_000_000).padStart(6, '0')
}
