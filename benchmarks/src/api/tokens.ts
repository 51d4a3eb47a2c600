import { createHmac, randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'

/** The name by which the gateway calls itself: the audience of its tokens. */
export const IDENTIFIER = 'BENCHMARK'
/** What its tokens are signed with. */
export const SECRET = randomBytes(32).toString('hex')

const LIFETIME_SECONDS = 6 * 3_600

/** A token of somebody with one role, as FlowAuth writes it (HS256). */
export function tokenOf(user: string, scopes: readonly string[]): string {
  const now = Math.floor(Date.now() / 1_000)
  const roles = gzipSync(JSON.stringify({ analyst: scopes })).toString('base64')
  const payload = {
    iat: now,
    nbf: now,
    exp: now + LIFETIME_SECONDS,
    jti: user,
    sub: user,
    aud: IDENTIFIER,
    user_claims: roles.replace(/.{1,76}/g, '$&\n'),
  }
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const content = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(payload)}`
  return `${content}.${createHmac('sha256', SECRET).update(content).digest('base64url')}`
}
