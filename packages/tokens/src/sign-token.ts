import type { Roles } from '@flowkit/contract'
import jwt from 'jsonwebtoken'
import type { SigningKey } from './keys.ts'
import { packRoles } from './user-claims.ts'

/** What a token for FlowAPI is to say. Times are seconds since 1970. */
export interface TokenContents {
  /** What the token is revoked by. */
  readonly id: string
  readonly user: string
  /** The `FLOWAPI_IDENTIFIER` of the server that it is for. */
  readonly audience: string
  /** Who makes the token, where that is worth saying. */
  readonly issuer?: string
  readonly roles: Roles
  readonly issuedAt: number
  readonly expiresAt: number
}

/**
 * Makes an access token for FlowAPI, with the claims that FlowKit's own generator writes. The user is in `sub`, and
 * in `identity` for older Python clients.
 */
export function signToken(contents: TokenContents, key: SigningKey): string {
  const { id, user, audience, issuer, roles, issuedAt, expiresAt } = contents
  return signed(key, 'JWT', {
    iat: issuedAt,
    nbf: issuedAt,
    exp: expiresAt,
    jti: id,
    type: 'access',
    ...(issuer === undefined ? {} : { iss: issuer }),
    sub: user,
    identity: user,
    aud: audience,
    user_claims: packRoles(roles),
  })
}

/** Signs claims as a JSON Web Token, which names its key and says what kind of token it is. */
export function signed({ algorithm, id, key }: SigningKey, typ: string, claims: object): string {
  return jwt.sign(claims, key, { header: { alg: algorithm, typ, ...(id === null ? {} : { kid: id }) } })
}
