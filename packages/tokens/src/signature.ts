import jwt from 'jsonwebtoken'
import type { KeySet } from './key-set.ts'

/** What is wrong with a JSON Web Token before anything is believed that it says. */
export type SignatureFault = 'malformed' | 'algorithm' | 'signature'

/** A JSON Web Token that is none, or not signed by whom it should be. */
export class SignatureError extends Error {
  override readonly name = 'SignatureError'
  readonly fault: SignatureFault

  constructor(fault: SignatureFault, cause?: unknown) {
    super(`A signed token is not good: ${fault}`, { cause })
    this.fault = fault
  }
}

/** What a JSON Web Token says once its signature has been checked: nothing else has been. */
export interface SignedContents {
  readonly typ: unknown
  readonly payload: Readonly<Record<string, unknown>>
}

/**
 * Checks the signature of a JSON Web Token: by the key that it names where that is known, otherwise by each. The
 * algorithm is that of the keys, never what the token says.
 *
 * @throws {SignatureError}
 */
export function verifySignature(token: string, { algorithm, keys }: KeySet): SignedContents {
  const { alg, kid, typ } = headerOf(token)
  if (alg !== algorithm) throw new SignatureError('algorithm')
  const named = keys.filter(({ id }) => id !== null && id === kid)
  let cause: unknown
  for (const { key } of named.length > 0 ? named : keys) {
    try {
      // Times are for others to check: the library forgives a late end together with an early start.
      const options = { algorithms: [algorithm], ignoreExpiration: true, ignoreNotBefore: true }
      const payload = jwt.verify(token, key, options)
      if (typeof payload === 'object' && payload !== null) return { typ, payload }
      throw new SignatureError('malformed')
    } catch (error) {
      if (error instanceof SignatureError) throw error
      cause = error
    }
  }
  throw new SignatureError('signature', cause)
}

function headerOf(token: string): { readonly alg: unknown; readonly kid: unknown; readonly typ: unknown } {
  try {
    const decoded = jwt.decode(token, { complete: true })
    if (decoded) return { alg: decoded.header.alg, kid: decoded.header.kid, typ: decoded.header.typ }
  } catch (cause) {
    throw new SignatureError('malformed', cause)
  }
  throw new SignatureError('malformed')
}
