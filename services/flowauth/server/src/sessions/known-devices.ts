import { createHmac, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { cookieName, cookieOptions } from './cookies.ts'

/** As long as browsers keep a cookie at most (RFC 6265bis). */
const KEPT_DAYS = 400
const DEVICE = /^(?<nonce>[\w-]{22})\.(?<until>\d{10})\.(?<signature>[\w-]{43})$/

/**
 * A cookie that says in which account's name somebody has signed in with a browser ("device cookies", OWASP): guesses of
 * strangers, who do not have it, do not make its owner wait. It lets nobody in, and holds no name.
 */
export class KnownDevices {
  readonly #key: KeyObject
  readonly #isSecure: boolean

  /** @param key What the cookies are signed with. */
  constructor(publicUrl: URL, key: KeyObject) {
    this.#key = key
    this.#isSecure = publicUrl.protocol === 'https:'
  }

  /** Makes a browser known to an account. */
  remember(reply: FastifyReply, username: string): void {
    const until = Math.floor(Date.now() / 1_000) + KEPT_DAYS * 86_400
    const nonce = randomBytes(16).toString('base64url')
    const value = `${nonce}.${until}.${this.#sign(username, nonce, until).toString('base64url')}`
    const options = { ...cookieOptions('/', this.#isSecure), maxAge: KEPT_DAYS * 86_400 }
    reply.setCookie(this.#name, value, options)
  }

  /** What tells a browser from others that are known to an account; undefined for one that is not known to it. */
  of(request: FastifyRequest, username: string): string | undefined {
    const { nonce, until, signature } = DEVICE.exec(request.cookies[this.#name] ?? '')?.groups ?? {}
    if (nonce === undefined || until === undefined || signature === undefined) return undefined
    const isOurs = timingSafeEqual(
      Buffer.from(signature, 'base64url'),
      this.#sign(username, nonce, Number(until)),
    )
    return isOurs && Number(until) > Date.now() / 1_000 ? nonce : undefined
  }

  #sign(username: string, nonce: string, until: number): Buffer {
    return createHmac('sha256', this.#key).update(`${nonce} ${until} ${username.toLowerCase()}`).digest()
  }

  get #name(): string {
    return cookieName('flowauth-device', this.#isSecure)
  }
}
