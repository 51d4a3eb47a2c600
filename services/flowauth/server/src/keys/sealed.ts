import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const KEY_BYTES = 32
const HEXADECIMAL = /^[0-9a-f]{64}$/i
const BASE64 = /^[\w+/-]{43}=?$/
/** What GCM is specified for (NIST SP 800-38D, 5.2.1.1). */
const NONCE_BYTES = 12
const TAG_BYTES = 16
/** The first byte of everything sealed, so that another form can be told apart from this one. */
const FORM = 1

/**
 * A key to encrypt with: 32 bytes as base64, in either alphabet, or in hexadecimal. FlowKit's Fernet keys are base64.
 *
 * @throws {Error} in words for an administrator.
 */
export function encryptionKey(text: string): Buffer {
  if (HEXADECIMAL.test(text)) return Buffer.from(text, 'hex')
  const key = Buffer.from(text, 'base64')
  if (!BASE64.test(text) || key.length !== KEY_BYTES)
    throw new Error('must be 32 bytes as base64 or in hexadecimal, e.g. from: openssl rand -base64 32')
  return key
}

/** What secrets in the database are encrypted with. */
export interface EncryptionKeys {
  readonly current: Buffer
  /** What was in its place before: secrets that are not encrypted anew can still be read. */
  readonly former: readonly Buffer[]
}

/**
 * Encrypts a secret for the database (AES-256-GCM).
 *
 * @param purpose What it is, which {@link unseal} must be told as well: nothing can be put in another's place.
 */
export function seal(secret: string, { current }: EncryptionKeys, purpose: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', current, nonce).setAAD(Buffer.from(purpose))
  const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
  return Buffer.concat([Buffer.of(FORM), nonce, cipher.getAuthTag(), text])
}

/**
 * The secret that {@link seal} encrypted.
 *
 * @throws {Error} when it was none of the keys, the purpose is another one, or a bit has changed.
 */
export function unseal(sealed: Buffer, { current, former }: EncryptionKeys, purpose: string): string {
  if (sealed[0] !== FORM)
    throw new Error('A secret in the database has a form that this version does not know')
  let cause: unknown
  for (const key of [current, ...former]) {
    try {
      return opened(sealed, key, purpose)
    } catch (error) {
      cause = error
    }
  }
  throw new Error('A secret in the database was encrypted with another FLOWAUTH_FERNET_KEY', { cause })
}

function opened(sealed: Buffer, key: Buffer, purpose: string): string {
  const textAt = 1 + NONCE_BYTES + TAG_BYTES
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 1 + NONCE_BYTES))
    .setAAD(Buffer.from(purpose))
    .setAuthTag(sealed.subarray(1 + NONCE_BYTES, textAt))
  return Buffer.concat([decipher.update(sealed.subarray(textAt)), decipher.final()]).toString('utf8')
}
