import { randomUUID } from 'node:crypto'
import type { Roles } from '@flowkit/contract'
import jwt from 'jsonwebtoken'
import type { SigningKey } from '../auth/keys.ts'
import { packRoles } from '../auth/user-claims.ts'

/** What a token is to say. */
export interface TokenContents {
  readonly user: string
  /** The `FLOWAPI_IDENTIFIER` of the server that it is for. */
  readonly audience: string
  readonly roles: Roles
  readonly lifetimeSeconds: number
}

/**
 * Makes an access token for FlowAPI, with the claims that FlowKit's own generator writes. The user is in `sub`, and
 * in `identity` for older Python clients.
 *
 * @param now When it begins, in seconds since 1970.
 */
export function signToken(
  { user, audience, roles, lifetimeSeconds }: TokenContents,
  { algorithm, key }: SigningKey,
  now: number = Math.floor(Date.now() / 1000),
): string {
  const claims = {
    iat: now,
    nbf: now,
    exp: now + lifetimeSeconds,
    jti: randomUUID(),
    type: 'access',
    sub: user,
    identity: user,
    aud: audience,
    user_claims: packRoles(roles),
  }
  return jwt.sign(claims, key, { algorithm })
}
