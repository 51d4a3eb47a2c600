import { createHash, createPrivateKey, createPublicKey, createSecretKey, type KeyObject } from 'node:crypto'

/** How tokens are signed: a deployment is in one of the two modes, and takes no token of the other. */
export type Algorithm = 'RS256' | 'HS256'

/** What tokens are checked with. */
export interface VerificationKey {
  readonly algorithm: Algorithm
  /** What tokens name the key by in their `kid`; null for a secret, which has no name that could be told. */
  readonly id: string | null
  readonly key: KeyObject
}

/** What tokens are signed with. */
export type SigningKey = VerificationKey

/** Fewer bits than RS256 may be used with (RFC 7518, 3.3). */
const SMALLEST_RSA_BITS = 2048
/** The size of HS256's output, below which a secret must not be (RFC 7518, 3.2). */
export const SMALLEST_SECRET_BYTES = 32

/**
 * The public half of a token key.
 *
 * @param text PEM, or base64 of PEM.
 * @throws {Error} in words for an administrator.
 */
export function publicKey(text: string): VerificationKey {
  const pem = pemOf(text)
  if (pem.includes('PRIVATE KEY')) throw new Error('holds a private key; it must be the public one')
  return rsaKey(() => createPublicKey(pem))
}

/** The private half of a token key; otherwise like {@link publicKey}. */
export function privateKey(text: string): SigningKey {
  return rsaKey(() => createPrivateKey(pemOf(text)))
}

/**
 * A secret that those who sign and those who check share. A newline at its end is not part of it.
 *
 * @throws {Error} for a key pair's half: whoever knows a public key could sign with it.
 */
export function sharedSecret(text: string): SigningKey {
  if (text.includes('-----BEGIN')) throw new Error('holds a PEM key; it must be a secret text')
  const key = createSecretKey(Buffer.from(text.replace(/[\r\n]+$/, ''), 'utf8'))
  return { algorithm: 'HS256', id: null, key }
}

/** Whether a secret is too short to be safe from guessing. */
export function isWeak({ algorithm, key }: VerificationKey): boolean {
  return algorithm === 'HS256' && (key.symmetricKeySize ?? 0) < SMALLEST_SECRET_BYTES
}

/** The public half as PEM; null for a shared secret, which has none. */
export function publicPem({ algorithm, key }: SigningKey): string | null {
  if (algorithm === 'HS256') return null
  return publicHalf(key).export({ type: 'spki', format: 'pem' }).toString()
}

/**
 * An RSA key for RS256, either half.
 *
 * @throws {Error} in words for an administrator, for what cannot be read, another kind, and too few bits.
 */
export function rsaKey(read: () => KeyObject): VerificationKey {
  let key: KeyObject
  try {
    key = read()
  } catch (cause) {
    throw new Error('is not a key in PEM format, nor the base64 of one', { cause })
  }
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
  if (key.asymmetricKeyType !== 'rsa') throw new Error('is not an RSA key')
  if (bits < SMALLEST_RSA_BITS) throw new Error(`has ${bits} bits; RS256 needs ${SMALLEST_RSA_BITS} or more`)
  return { algorithm: 'RS256', id: thumbprint(key), key }
}

/** PEM as it is, or out of base64. */
export function pemOf(text: string): string {
  return text.includes('-----BEGIN') ? text : Buffer.from(text, 'base64').toString('utf8')
}

/** A name that follows from the key itself, the same for both halves (RFC 7638). */
function thumbprint(key: KeyObject): string {
  const { e, kty, n } = publicHalf(key).export({ format: 'jwk' })
  return createHash('sha256').update(JSON.stringify({ e, kty, n })).digest('base64url')
}

function publicHalf(key: KeyObject): KeyObject {
  return key.type === 'private' ? createPublicKey(key) : key
}
