import { createHmac, createSign, randomUUID } from 'node:crypto'
import { gzipSync } from 'node:zlib'

/** The name by which the FlowAPI of the tests calls itself: the audience of its tokens. */
export const FLOWAPI_IDENTIFIER = 'INTEGRATION_TESTS'

/** What a token is signed with. Keys are PEM. */
export type SigningKey =
  | { readonly algorithm: 'RS256'; readonly privateKey: string }
  | { readonly algorithm: 'HS256'; readonly secret: string }

/** What a FlowAPI checks tokens with. */
export type VerificationKey =
  | { readonly algorithm: 'RS256'; readonly publicKey: string }
  | { readonly algorithm: 'HS256'; readonly secret: string }

/** The scopes that each role of a token grants. */
export type Roles = Readonly<Record<string, readonly string[]>>

/** The claims of a token that is good for five minutes, as FlowAuth writes them; `changes` replace or remove some. */
export function claims(roles: Roles, changes: Readonly<Record<string, unknown>> = {}): object {
  const now = Math.floor(Date.now() / 1000)
  return {
    iat: now,
    nbf: now,
    exp: now + 300,
    jti: randomUUID(),
    sub: 'tester',
    aud: FLOWAPI_IDENTIFIER,
    user_claims: packed(roles),
    ...changes,
  }
}

/** Roles as they travel in a token: base64 with a line break after every 76 characters, of gzipped JSON. */
export function packed(roles: unknown): string {
  const text = gzipSync(JSON.stringify(roles)).toString('base64')
  return text.replace(/.{1,76}/g, '$&\n')
}

/** A signed token (RFC 7515, compact form). */
export function sign(key: SigningKey, payload: object, header: object = {}): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const content = `${encode({ alg: key.algorithm, typ: 'JWT', ...header })}.${encode(payload)}`
  const signature =
    key.algorithm === 'RS256'
      ? createSign('RSA-SHA256').update(content).sign(key.privateKey)
      : createHmac('sha256', key.secret).update(content).digest()
  return `${content}.${signature.toString('base64url')}`
}
