import { createPrivateKey, createPublicKey, createSecretKey, type KeyObject } from 'node:crypto'

/** What tokens are checked with: a deployment is in one of the two modes, and takes no token of the other. */
export interface VerificationKey {
  readonly algorithm: 'RS256' | 'HS256'
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
  return { algorithm: 'RS256', key: rsaKey(() => createPublicKey(pem)) }
}

/** The private half of a token key; otherwise like {@link publicKey}. */
export function privateKey(text: string): SigningKey {
  return { algorithm: 'RS256', key: rsaKey(() => createPrivateKey(pemOf(text))) }
}

/**
 * A secret that those who sign and those who check share. A newline at its end is not part of it.
 *
 * @throws {Error} for a key pair's half: whoever knows a public key could sign with it.
 */
export function sharedSecret(text: string): SigningKey {
  if (text.includes('-----BEGIN')) throw new Error('holds a PEM key; it must be a secret text')
  return { algorithm: 'HS256', key: createSecretKey(Buffer.from(text.replace(/[\r\n]+$/, ''), 'utf8')) }
}

/** Whether a secret is too short to be safe from guessing. */
export function isWeak({ algorithm, key }: VerificationKey): boolean {
  return algorithm === 'HS256' && (key.symmetricKeySize ?? 0) < SMALLEST_SECRET_BYTES
}

function pemOf(text: string): string {
  return text.includes('-----BEGIN') ? text : Buffer.from(text, 'base64').toString('utf8')
}

function rsaKey(read: () => KeyObject): KeyObject {
  let key: KeyObject
  try {
    key = read()
  } catch (cause) {
    throw new Error('is not a key in PEM format, nor the base64 of one', { cause })
  }
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
  if (key.asymmetricKeyType !== 'rsa') throw new Error('is not an RSA key')
  if (bits < SMALLEST_RSA_BITS) throw new Error(`has ${bits} bits; RS256 needs ${SMALLEST_RSA_BITS} or more`)
  return key
}
