import { type Identity, type Roles, tokenClaims } from '@flowkit/contract'
import jwt from 'jsonwebtoken'
import { ApiError } from '../http/errors.ts'
import type { VerificationKey } from './keys.ts'
import { unpackRoles } from './user-claims.ts'

/** Who calls, as a verified token says. */
export interface Caller {
  readonly identity: Identity
  readonly roles: Roles
  /** When the token ends, in seconds since 1970. */
  readonly expiresAt: number
}

/** What a token must be like here. */
export interface TokenRules {
  readonly verification: VerificationKey
  /** The name of this server, which a token must be meant for. */
  readonly audience: string
}

/** How far the clock of whoever made a token may be ahead of ours. Its end is taken to the second. */
const CLOCK_LEEWAY_S = 30

/**
 * Checks a token: first that it is signed with the one algorithm and key of this deployment, then whom it is for and
 * when, and only then what it says.
 *
 * @param now Seconds since 1970.
 * @throws {ApiError}
 */
export async function verifyToken(
  token: string,
  rules: TokenRules,
  now: number = Date.now() / 1000,
): Promise<Caller> {
  const payload = verifiedPayload(token, rules.verification)
  checkTimes(payload, now)
  if (!isFor(rules.audience, payload.aud)) throw new ApiError('token_audience')
  const claims = tokenClaims.safeParse(payload)
  if (!claims.success) throw unusableClaim(claims.error.issues[0]?.path[0], payload)
  const { iss, sub, jti, exp, user_claims } = claims.data
  const roles = await unpackRoles(user_claims).catch(cause => {
    throw new ApiError('token_roles', { cause })
  })
  return { identity: { issuer: iss ?? null, subject: sub, token_id: jti ?? null }, roles, expiresAt: exp }
}

/** @throws {ApiError} when the token of a caller has ended. Its start can't lie ahead again. */
export function assertInTime({ expiresAt }: Caller, now: number): void {
  if (expiresAt <= now) throw new ApiError('token_expired')
}

type Payload = Readonly<Record<string, unknown>>

function verifiedPayload(token: string, { algorithm, key }: VerificationKey): Payload {
  if (statedAlgorithm(token) !== algorithm) throw new ApiError('token_algorithm')
  try {
    // Times are checked by us: the library forgives a late end together with an early start.
    const options = { algorithms: [algorithm], ignoreExpiration: true, ignoreNotBefore: true }
    const payload = jwt.verify(token, key, options)
    if (typeof payload === 'object' && payload !== null) return payload
  } catch (cause) {
    throw new ApiError('token_signature', { cause })
  }
  throw new ApiError('token_malformed')
}

function statedAlgorithm(token: string): string {
  try {
    const decoded = jwt.decode(token, { complete: true })
    if (decoded) return decoded.header.alg
  } catch (cause) {
    throw new ApiError('token_malformed', { cause })
  }
  throw new ApiError('token_malformed')
}

function checkTimes({ exp, nbf, iat }: Payload, now: number): void {
  if (typeof exp === 'number' && exp <= now) throw new ApiError('token_expired')
  for (const start of [nbf, iat])
    if (typeof start === 'number' && start > now + CLOCK_LEEWAY_S) throw new ApiError('token_not_yet_valid')
}

function isFor(server: string, audience: unknown): boolean {
  return Array.isArray(audience) ? audience.includes(server) : audience === server
}

function unusableClaim(name: PropertyKey | undefined, payload: Payload): ApiError {
  if (name === 'type') return new ApiError('token_type')
  const claim = String(name)
  const how = payload[claim] === undefined ? 'Missing' : 'Unusable'
  return new ApiError('token_claims', { msg: `${how} claim: ${claim}` })
}
