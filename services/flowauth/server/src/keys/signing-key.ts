import { createPrivateKey, createPublicKey, createSecretKey, type KeyObject } from 'node:crypto'

/** What tokens for FlowAPI are signed with: a deployment is in one of the two modes. */
export interface SigningKey {
  readonly algorithm: 'RS256' | 'HS256'
  readonly key: KeyObject
}

/** Fewer bits than RS256 may be used with (RFC 7518, 3.3). */
const SMALLEST_RSA_BITS = 2048
/** The size of HS256's output, below which a secret must not be (RFC 7518, 3.2). */
export const SMALLEST_SECRET_BYTES = 32

/**
 * The private half of a token key, for RS256.
 *
 * @param text PEM, or base64 of PEM.
 * @throws {Error} in words for an administrator.
 */
export function privateKey(text: string): SigningKey {
  const pem = text.includes('-----BEGIN') ? text : Buffer.from(text, 'base64').toString('utf8')
  let key: KeyObject
  try {
    key = createPrivateKey(pem)
  } catch (cause) {
    throw new Error('is not a private key in PEM format, nor the base64 of one', { cause })
  }
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
  if (key.asymmetricKeyType !== 'rsa') throw new Error('is not an RSA key')
  if (bits < SMALLEST_RSA_BITS) throw new Error(`has ${bits} bits; RS256 needs ${SMALLEST_RSA_BITS} or more`)
  return { algorithm: 'RS256', key }
}

/**
 * A secret that FlowAuth and FlowAPI share, for HS256. A newline at its end is not part of it.
 *
 * @throws {Error} for a key pair's half: whoever knows a public key could sign with it.
 */
export function sharedSecret(text: string): SigningKey {
  if (text.includes('-----BEGIN')) throw new Error('holds a PEM key; it must be a secret text')
  return { algorithm: 'HS256', key: createSecretKey(Buffer.from(text.replace(/[\r\n]+$/, ''), 'utf8')) }
}

/** Whether a secret is too short to be safe from guessing. */
export function isWeak({ algorithm, key }: SigningKey): boolean {
  return algorithm === 'HS256' && (key.symmetricKeySize ?? 0) < SMALLEST_SECRET_BYTES
}

/** The public half as PEM, for FlowAPI's `PUBLIC_JWT_SIGNING_KEY`; null for a shared secret, which has none. */
export function publicPem({ algorithm, key }: SigningKey): string | null {
  if (algorithm === 'HS256') return null
  return createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString()
}
