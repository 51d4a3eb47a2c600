import { createPrivateKey, createPublicKey, generateKeyPairSync, type JsonWebKey } from 'node:crypto'
import { z } from 'zod'

/** The keys of one side of a ZeroMQ connection with CURVE, each 32 bytes as 40 characters of Z85. */
export interface CurveKeyPair {
  readonly publicKey: string
  readonly secretKey: string
}

/** The digits of Z85, by value (https://rfc.zeromq.org/spec/32/). */
const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#'
const KEY_CHARACTERS = 40
/** What each of the five digits of four bytes is worth. */
const PLACES = [4, 3, 2, 1, 0].map(power => DIGITS.length ** power)
/** What stands before the 32 bytes of an X25519 secret key in PKCS #8 (RFC 8410). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b656e04220420', 'hex')

/** Makes a key pair. */
export function makeCurveKeyPair(): CurveKeyPair {
  const { privateKey } = generateKeyPairSync('x25519')
  const { x, d } = privateKey.export({ format: 'jwk' })
  return { publicKey: keyText(x), secretKey: keyText(d) }
}

/** The key pair that a secret key belongs to. @throws {Error} when the text is no key. */
export function curveKeyPairOf(secretKey: string): CurveKeyPair {
  const der = Buffer.concat([PKCS8_PREFIX, decode(secretKey)])
  const secret = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  const { x } = createPublicKey(secret).export({ format: 'jwk' })
  return { publicKey: keyText(x), secretKey }
}

/** The text of a key of 32 bytes. */
export function curveKeyText(key: Uint8Array): string {
  const bytes = Buffer.from(key.buffer, key.byteOffset, key.byteLength)
  let text = ''
  for (let at = 0; at + 4 <= bytes.length; at += 4)
    for (const place of PLACES) text += DIGITS[Math.floor(bytes.readUInt32BE(at) / place) % DIGITS.length]
  return text
}

/** A setting that holds a CURVE key. */
export const curveKey = () =>
  z.string().refine(isKey, `must be a CURVE key: ${KEY_CHARACTERS} characters of Z85`)

function keyText(base64url: JsonWebKey['x']): string {
  return curveKeyText(Buffer.from(base64url ?? '', 'base64url'))
}

function isKey(text: string): boolean {
  try {
    return decode(text).length === 32
  } catch {
    return false
  }
}

function decode(text: string): Buffer {
  if (text.length !== KEY_CHARACTERS || [...text].some(digit => !DIGITS.includes(digit)))
    throw new Error('not a CURVE key')
  const bytes = Buffer.alloc((KEY_CHARACTERS / 5) * 4)
  for (let at = 0; at < text.length; at += 5) {
    const value = PLACES.reduce(
      (sum, place, index) => sum + DIGITS.indexOf(text.charAt(at + index)) * place,
      0,
    )
    // Five digits can say more than four bytes can hold: `RangeError`.
    bytes.writeUInt32BE(value, (at / 5) * 4)
  }
  return bytes
}
