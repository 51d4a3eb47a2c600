import { createPublicKey } from 'node:crypto'
import { z } from 'zod'
import { type Algorithm, pemOf, publicKey, rsaKey, type VerificationKey } from './keys.ts'

/** The keys that a deployment takes tokens of: several while one takes the place of another. */
export interface KeySet {
  readonly algorithm: Algorithm
  readonly keys: readonly VerificationKey[]
}

/** A JSON Web Key Set (RFC 7517) with the public halves of RSA keys. */
export interface JsonWebKeySet {
  readonly keys: readonly PublicJsonWebKey[]
}

/** One key of it. */
export interface PublicJsonWebKey {
  readonly kty: 'RSA'
  readonly n: string
  readonly e: string
  readonly kid: string
  readonly alg: 'RS256'
  readonly use: 'sig'
}

const PEM_BLOCK = /-----BEGIN [^-]+-----[^-]+-----END [^-]+-----/g

const jsonWebKeySet = z.object({
  keys: z.array(z.looseObject({ kty: z.string(), use: z.string().optional(), alg: z.string().optional() })),
})

/** The set of some keys of one kind, to check with: of a private key, the public half. */
export function keySetOf(...keys: readonly [VerificationKey, ...VerificationKey[]]): KeySet {
  return {
    algorithm: keys[0].algorithm,
    keys: keys.map(each => ({
      ...each,
      key: each.key.type === 'private' ? createPublicKey(each.key) : each.key,
    })),
  }
}

/**
 * Reads public keys: PEM, one after the other, base64 of that, or a JSON Web Key Set, of which the keys for RS256
 * signatures are taken. The same key twice is one.
 *
 * @throws {Error} in words for an administrator, also where there is no key.
 */
export function publicKeys(text: string): KeySet {
  const keys = text.trimStart().startsWith('{') ? fromJson(text) : fromPem(text)
  const byId = new Map(keys.map(key => [key.id, key]))
  return { algorithm: 'RS256', keys: [...byId.values()] }
}

/** Public keys as others read them. Secrets have no place there. */
export function jsonWebKeySetOf(keys: readonly VerificationKey[]): JsonWebKeySet {
  return {
    keys: keys.flatMap(({ algorithm, id, key }) => {
      if (algorithm !== 'RS256' || id === null) return []
      const half = key.type === 'private' ? createPublicKey(key) : key
      const { n = '', e = '' } = half.export({ format: 'jwk' })
      return [{ kty: 'RSA', n, e, kid: id, alg: 'RS256', use: 'sig' } as const]
    }),
  }
}

/** Keys in place of others that have the same id. */
export function mergedKeySet(one: KeySet, other: KeySet): KeySet {
  const known = new Set(one.keys.map(({ id }) => id))
  return { algorithm: one.algorithm, keys: [...one.keys, ...other.keys.filter(({ id }) => !known.has(id))] }
}

function fromPem(text: string): VerificationKey[] {
  const blocks = pemOf(text).match(PEM_BLOCK) ?? [text]
  return blocks.map(publicKey)
}

function fromJson(text: string): VerificationKey[] {
  const parsed = jsonWebKeySet.safeParse(parsedJson(text))
  if (!parsed.success) throw new Error('is not a JSON Web Key Set')
  const keys = parsed.data.keys
    .filter(({ kty, use = 'sig', alg = 'RS256' }) => kty === 'RSA' && use === 'sig' && alg === 'RS256')
    // A private key that somebody publishes by mistake is taken for its public half.
    .map(({ n, e }) =>
      rsaKey(() => createPublicKey({ key: { kty: 'RSA', n: String(n), e: String(e) }, format: 'jwk' })),
    )
  if (keys.length === 0) throw new Error('holds no RSA key for RS256')
  return keys
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
