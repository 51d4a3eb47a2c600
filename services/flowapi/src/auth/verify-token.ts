import { type Identity, type Roles, tokenClaims } from '@flowkit/contract'
import {
  type KeySet,
  SignatureError,
  type SignatureFault,
  unpackRoles,
  verifySignature,
} from '@flowkit/tokens'
import { ApiError, type ErrorCode } from '../http/errors.ts'

/** Who calls, as a verified token says. */
export interface Caller {
  readonly identity: Identity
  readonly roles: Roles
  /** When the token ends, in seconds since 1970. */
  readonly expiresAt: number
}

/** What a token must be like here. */
export interface TokenRules {
  /** The keys of those who may make tokens. They may change while this server runs. */
  readonly keys: { readonly current: KeySet }
  /** The name of this server, which a token must be meant for. */
  readonly audience: string
}

/** How far the clock of whoever made a token may be ahead of ours. Its end is taken to the second. */
const CLOCK_LEEWAY_S = 30

/**
 * Checks a token: first that it is signed with the one algorithm and a key of this deployment, then whom it is for and
 * when, and only then what it says. Whether it has been revoked since is another question.
 *
 * @param now Seconds since 1970.
 * @throws {ApiError}
 */
export async function verifyToken(
  token: string,
  rules: TokenRules,
  now: number = Date.now() / 1000,
): Promise<Caller> {
  const payload = verifiedPayload(token, rules.keys.current)
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

const FAULTS = {
  malformed: 'token_malformed',
  algorithm: 'token_algorithm',
  signature: 'token_signature',
} as const satisfies Record<SignatureFault, ErrorCode>

function verifiedPayload(token: string, keys: KeySet): Payload {
  if (keys.keys.length === 0) throw new ApiError('token_keys_unknown')
  try {
    return verifySignature(token, keys).payload
  } catch (cause) {
    throw cause instanceof SignatureError ? new ApiError(FAULTS[cause.fault], { cause }) : cause
  }
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
