import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Roles } from '@flowkit/contract'
import jwt from 'jsonwebtoken'
import type { SigningKey } from '../keys/signing-key.ts'

/** What a token for FlowAPI is to say. */
export interface TokenContents {
  readonly id: string
  readonly username: string
  /** What the server calls itself. */
  readonly audience: string
  /** Who makes the token: FlowAuth's public address. */
  readonly issuer: string
  readonly roles: Roles
  readonly issuedAt: Date
  readonly expiresAt: Date
}

/** As MIME has it (RFC 2045, 6.8), and so FlowKit's own tokens. */
const LINE = /.{1,76}/g

const compress = promisify(gzip)

/**
 * Makes an access token for FlowAPI, with the claims that FlowKit's own generator writes. The user is in `sub`, and
 * in `identity` for older Python clients.
 */
export async function signToken(contents: TokenContents, { algorithm, key }: SigningKey): Promise<string> {
  const issuedAt = seconds(contents.issuedAt)
  const claims = {
    iat: issuedAt,
    nbf: issuedAt,
    exp: seconds(contents.expiresAt),
    jti: contents.id,
    type: 'access',
    iss: contents.issuer,
    sub: contents.username,
    identity: contents.username,
    aud: contents.audience,
    user_claims: await packedRoles(contents.roles),
  }
  return jwt.sign(claims, key, { algorithm })
}

/** Base64, with a line break after each line, of the gzipped JSON. */
async function packedRoles(roles: Roles): Promise<string> {
  const packed = await compress(JSON.stringify(roles))
  return packed.toString('base64').replace(LINE, '$&\n')
}

function seconds(date: Date): number {
  return Math.floor(date.getTime() / 1000)
}
