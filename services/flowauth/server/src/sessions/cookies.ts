import type { CookieSerializeOptions } from '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { ACCESS_TOKEN_MINUTES } from './access-token.ts'
import { REFRESH_TOKEN_DAYS } from './lifetimes.ts'

/** Where the refresh token is sent, and nowhere else. */
const REFRESH_PATH = '/api/session'

/** The name of a cookie for every path. Over HTTPS it has a prefix, by which browsers refuse to let other hosts set it. */
export const cookieName = (name: string, isSecure: boolean) => (isSecure ? `__Host-${name}` : name)

/** No script can read the cookie, and no other site's page makes the browser send it. */
export function cookieOptions(path: string, secure: boolean): CookieSerializeOptions {
  return { path, httpOnly: true, sameSite: 'strict', secure }
}

/** The cookies that a browser keeps its tokens in. */
export class SessionCookies {
  readonly #secure: boolean

  constructor(publicUrl: URL) {
    this.#secure = publicUrl.protocol === 'https:'
  }

  accessToken(request: FastifyRequest): string | undefined {
    return request.cookies[this.accessName]
  }

  refreshToken(request: FastifyRequest): string | undefined {
    return request.cookies[this.#refreshName]
  }

  setAccess(reply: FastifyReply, token: string): void {
    reply.setCookie(this.accessName, token, { ...this.#options('/'), maxAge: ACCESS_TOKEN_MINUTES * 60 })
  }

  setRefresh(reply: FastifyReply, token: string): void {
    const options = { ...this.#options(REFRESH_PATH), maxAge: REFRESH_TOKEN_DAYS * 86_400 }
    reply.setCookie(this.#refreshName, token, options)
  }

  clear(reply: FastifyReply): void {
    reply.clearCookie(this.accessName, this.#options('/'))
    reply.clearCookie(this.#refreshName, this.#options(REFRESH_PATH))
  }

  /** What the cookie of an access token is called. */
  get accessName(): string {
    return cookieName('flowauth-access', this.#secure)
  }

  get #refreshName(): string {
    return this.#secure ? '__Secure-flowauth-refresh' : 'flowauth-refresh'
  }

  #options(path: string): CookieSerializeOptions {
    return cookieOptions(path, this.#secure)
  }
}
