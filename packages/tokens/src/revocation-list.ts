import { z } from 'zod'
import type { KeySet } from './key-set.ts'
import type { SigningKey } from './keys.ts'
import { signed } from './sign-token.ts'
import { verifySignature } from './signature.ts'

/*
 * The list of tokens that were revoked: a JSON Web Token of another type than those that it lists, signed with the same
 * key. It cannot be taken for one of them (`type`, `aud`, no `exp`), nor one of them for it (`typ`, `type`). It names
 * tokens and nobody else.
 */

const TYP = 'flowkit-revocations+jwt'
const TYPE = 'revocation_list'
/** No token is for this audience: servers are not called so. */
const AUDIENCE = 'urn:flowkit:revocations'

/** The tokens of a FlowAuth that were revoked and would not have expired yet. */
export interface RevocationList {
  /** The greater of two is the newer one. */
  readonly number: number
  /** Seconds since 1970. */
  readonly signedAt: number
  /** Seconds since 1970 by which there is a newer one. */
  readonly nextAt: number
  /** The ids (`jti`) of the tokens. */
  readonly revoked: readonly string[]
}

const claims = z.object({
  type: z.literal(TYPE),
  aud: z.literal(AUDIENCE),
  number: z.int().positive(),
  iat: z.int(),
  next: z.int(),
  revoked: z.array(z.string()),
})

/** Signs a list. */
export function signRevocationList(list: RevocationList, key: SigningKey): string {
  const { number, signedAt, nextAt, revoked } = list
  return signed(key, TYP, { type: TYPE, aud: AUDIENCE, number, iat: signedAt, next: nextAt, revoked })
}

/**
 * Reads a list. Whether it is new enough is for the reader to judge.
 *
 * @throws {Error} for another thing, or one that nobody has signed whose key is in the set.
 */
export function readRevocationList(text: string, keys: KeySet): RevocationList {
  const { typ, payload } = verifySignature(text.trim(), keys)
  const parsed = claims.safeParse(payload)
  if (typ !== TYP || !parsed.success) throw new Error('It is signed, but it is no list of revoked tokens')
  const { number, iat, next, revoked } = parsed.data
  return { number, signedAt: iat, nextAt: next, revoked }
}
