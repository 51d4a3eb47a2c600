import {
  createHmac,
  createSecretKey,
  createSign,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { keySetOf, rsaKey, type VerificationKey } from '@flowkit/tokens'
import type { TokenRules } from '../auth/verify-token.ts'

/** What the gateways of the tests call themselves. */
export const AUDIENCE = 'TEST_SERVER'

/** A key to sign with and the rules of a server that accepts what it signs. */
export interface TokenKey {
  readonly algorithm: 'RS256' | 'HS256'
  readonly signingKey: KeyObject
  readonly rules: TokenRules
}

/** A new RSA key pair. */
export function rsaTokenKey(): TokenKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return { algorithm: 'RS256', signingKey: privateKey, rules: rulesOf(rsaKey(() => publicKey)) }
}

/** A new shared secret. */
export function secretTokenKey(): TokenKey {
  const key = createSecretKey(randomBytes(32))
  return { algorithm: 'HS256', signingKey: key, rules: rulesOf({ algorithm: 'HS256', id: null, key }) }
}

/** What a server asks that has one key. */
export function rulesOf(key: VerificationKey): TokenRules {
  return { keys: { current: keySetOf(key) }, audience: AUDIENCE }
}

/** The claims of a token as FlowKit's generator writes them, good for five minutes; `changes` replace or remove some. */
export function claims(roles: unknown, changes: Readonly<Record<string, unknown>> = {}): object {
  const now = Math.floor(Date.now() / 1000)
  const standard = { iat: now, nbf: now, exp: now + 300, jti: 'token-1', sub: 'test', aud: AUDIENCE }
  return { ...standard, user_claims: packed(JSON.stringify(roles)), ...changes }
}

/** As Python's `base64.encodebytes` writes a gzipped text. */
export function packed(text: string | Buffer): string {
  const base64 = gzipSync(text).toString('base64')
  return (base64.match(/.{1,76}/g) ?? []).map(line => `${line}\n`).join('')
}

/** A signed token (RFC 7515), made without the library that checks it. */
export function sign(
  payload: object,
  { algorithm, signingKey }: Pick<TokenKey, 'algorithm' | 'signingKey'>,
  header: object = {},
): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const content = `${part({ alg: algorithm, typ: 'JWT', ...header })}.${part(payload)}`
  const signature =
    algorithm === 'RS256'
      ? createSign('RSA-SHA256').update(content).sign(signingKey)
      : createHmac('sha256', signingKey).update(content).digest()
  return `${content}.${signature.toString('base64url')}`
}
