import type { CookieSerializeOptions } from '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type EncryptionKeys, seal, unseal } from '../keys/sealed.ts'

const MINUTES = 10
const PATH = '/api/session/providers'
const PURPOSE = 'sign-in at an identity provider'

const pendingSignIn = z.object({
  providerId: z.string(),
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  /** The page of FlowAuth to which the browser comes back. */
  page: z.string(),
  /** The session of somebody who links the provider's account to their own here, and does not sign in. */
  linksTo: z.object({ userId: z.string(), sessionId: z.string() }).optional(),
  until: z.number(),
})
type Kept = z.output<typeof pendingSignIn>

/** What a browser keeps while it is at a provider. */
export type PendingSignIn = Omit<Kept, 'until'>

/**
 * Keeps in the browser, encrypted and for ten minutes, what the answer of a provider must match: nobody can be signed
 * in by an answer that another browser was given. The cookie comes along when the provider sends the browser back,
 * which one that is `SameSite=Strict` does not.
 */
export class PendingSignIns {
  readonly #keys: EncryptionKeys
  readonly #secure: boolean

  constructor(keys: EncryptionKeys, publicUrl: URL) {
    this.#keys = keys
    this.#secure = publicUrl.protocol === 'https:'
  }

  begin(reply: FastifyReply, pending: PendingSignIn): void {
    const kept: Kept = { ...pending, until: Date.now() + MINUTES * 60_000 }
    const value = seal(JSON.stringify(kept), this.#keys, PURPOSE).toString('base64url')
    reply.setCookie(this.#name, value, { ...this.#options, maxAge: MINUTES * 60 })
  }

  /** What the browser has kept, which it then forgets; undefined where that is nothing, or too old. */
  end(request: FastifyRequest, reply: FastifyReply): PendingSignIn | undefined {
    const value = request.cookies[this.#name]
    if (value === undefined) return undefined
    reply.clearCookie(this.#name, this.#options)
    try {
      const text = unseal(Buffer.from(value, 'base64url'), this.#keys, PURPOSE)
      const { until, ...pending } = pendingSignIn.parse(JSON.parse(text))
      return until > Date.now() ? pending : undefined
    } catch {
      return undefined
    }
  }

  get #name(): string {
    return this.#secure ? '__Secure-flowauth-provider' : 'flowauth-provider'
  }

  get #options(): CookieSerializeOptions {
    return { path: PATH, httpOnly: true, sameSite: 'lax', secure: this.#secure }
  }
}
