import { type Context, connectionFailure, readText } from './bodies.ts'
import { fetchTrusting } from './certificate-fetch.ts'
import { ConnectionFailed, type FlowClientError, Unauthorised, UnexpectedAnswer } from './errors.ts'
import { parseJson } from './json.ts'
import { errorFor } from './refusals.ts'
import { isWorthRetrying, pauseBeforeRetry } from './retries.ts'
import { type TokenEnding, TokenGuard } from './token-guard.ts'

/** As much of the platform's `fetch` as is needed here. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

/** Where FlowAPI is, and on whose behalf to ask it. */
export interface ConnectOptions {
  /** The address of FlowAPI, without `/api/0`, such as `https://flowkit.example.org`. */
  readonly url: string | URL
  /** The token, as FlowAuth gave it out. */
  readonly token: string
  /**
   * The path of a file of certificates in PEM: FlowAPI's own, or that of the authority that has signed it. It is trusted
   * instead of those that the system knows. In Node only; a browser's user decides what that trusts.
   */
  readonly sslCertificate?: string | undefined
  /** Stands in for the platform's `fetch`, e.g. one that goes through a proxy. */
  readonly fetch?: Fetch | undefined
  /**
   * How often a request is made again when FlowAPI is busy, not available, or cannot be reached; four times without
   * it. A request that is made twice does no harm: the same query is the same query.
   */
  readonly retries?: number | undefined
  /** Milliseconds until the answer to an attempt must have begun; 150,000 without it. */
  readonly timeout?: number | undefined
  /** Called once, when the token has less than an hour left; without it a warning is written to the console. */
  readonly onTokenEnding?: TokenEnding | undefined
}

/** A request beyond its path. */
export interface RequestOptions extends Context {
  /** Sent as JSON, by POST; without it the request is a GET. */
  readonly body?: unknown
  /** Another method than these. */
  readonly method?: 'DELETE' | undefined
}

const PATH = 'api/0/'
const RETRIES = 4
/** FlowAPI itself may wait for a minute for each of two FlowMachines. */
const TIMEOUT_MS = 150_000

/** FlowAPI over HTTP: sends requests with the token, and turns answers that nobody hoped for into errors. */
export class Api {
  readonly #url: string
  readonly #token: string
  readonly #fetch: Fetch
  readonly #retries: number
  readonly #timeout: number
  /** What the token says of itself. */
  readonly token: TokenGuard

  /**
   * @throws {ConnectionFailed} when the URL is none of a web server, or the certificate is of no use.
   * @throws {Unauthorised} when the token is none.
   */
  constructor(options: ConnectOptions) {
    const { url, token, retries = RETRIES, timeout = TIMEOUT_MS, onTokenEnding } = options
    this.#url = serverUrl(url)
    this.#token = bearerToken(token)
    this.token = new TokenGuard(this.#token, onTokenEnding)
    const fetch = fetchFor(this.#url, options)
    // Called as a method of anything else, a browser's fetch refuses to work.
    this.#fetch = (input, init) => fetch(input, init)
    this.#retries = retries
    this.#timeout = timeout
  }

  /**
   * FlowAPI's answer, whatever its status; of those that are worth another attempt the last one. A redirect is an
   * answer too, and is never followed.
   */
  async send(path: string, { body, method, ...context }: RequestOptions = {}): Promise<Response> {
    await this.token.remind()
    const headers = new Headers({ Authorization: `Bearer ${this.#token}` })
    if (body !== undefined) headers.set('Content-Type', 'application/json')
    const init: RequestInit = {
      method: method ?? methodOf(body),
      headers,
      redirect: 'manual',
      cache: 'no-store',
    }
    if (body !== undefined) init.body = JSON.stringify(body)
    for (let attempt = 0; ; attempt += 1) {
      const last = attempt >= this.#retries
      const answer = await this.#attempt(path, init, context).catch((error: unknown) => {
        if (last || !(error instanceof ConnectionFailed)) throw error
        return undefined
      })
      if (answer !== undefined && (last || !isWorthRetrying(answer))) return answer
      await answer?.body?.cancel()
      await pauseBeforeRetry(attempt, answer, context.signal)
    }
  }

  async #attempt(path: string, init: RequestInit, context: Context): Promise<Response> {
    const { signal } = context
    const late = new AbortController()
    const timer = setTimeout(
      () => late.abort(new Error(`no answer within ${this.#timeout / 1_000} seconds`)),
      this.#timeout,
    )
    try {
      return await this.#fetch(`${this.#url}${PATH}${path}`, {
        ...init,
        signal: signal ? AbortSignal.any([signal, late.signal]) : late.signal,
      })
    } catch (error) {
      throw connectionFailure(error, `FlowAPI cannot be reached at ${this.#url}`, context)
    } finally {
      clearTimeout(timer)
    }
  }

  /** The answer to a request, which must have the status `expected`; any other is thrown as an error. */
  async expect(expected: number, path: string, options: RequestOptions = {}): Promise<Response> {
    const response = await this.send(path, options)
    if (response.status !== expected) throw await this.refusal(response, path, options)
    return response
  }

  /** The error for an answer that nobody hoped for. */
  async refusal(response: Response, path: string, options: RequestOptions = {}): Promise<FlowClientError> {
    const { status } = response
    const { body, method, queryId } = options
    const request = `${method ?? methodOf(body)} ${this.#url}${PATH}${path}`
    if (isRedirect(response)) {
      await response.body?.cancel()
      const location = response.headers.get('Location')
      const message = `${request} was redirected${location === null ? '' : ` to ${location}`}.`
      return new UnexpectedAnswer(`${message} Connect to FlowAPI by its own address.`, { status, queryId })
    }
    const requestId = response.headers.get('X-Request-ID') ?? undefined
    return errorFor({
      request,
      status,
      body: parseJson(await readText(response, options)),
      queryId,
      requestId,
    })
  }
}

/** Whether an answer sends the client elsewhere. Browsers tell of such an answer no more than that it is one. */
export function isRedirect(response: Response): boolean {
  return response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)
}

const methodOf = (body: unknown) => (body === undefined ? 'GET' : 'POST')

/** The `fetch` by which to reach a server. */
function fetchFor(url: string, { fetch, sslCertificate }: ConnectOptions): Fetch {
  if (sslCertificate === undefined) return fetch ?? globalThis.fetch
  if (fetch !== undefined)
    throw new ConnectionFailed('Give fetch or sslCertificate: a fetch of yours trusts whom it will.')
  if (!url.startsWith('https:')) throw new ConnectionFailed('A certificate is of use with https:// only.')
  return fetchTrusting(sslCertificate)
}

function serverUrl(given: string | URL): string {
  const text = String(given)
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new ConnectionFailed(
      `"${text}" is not the address of a FlowAPI, such as https://flowkit.example.org.`,
    )
  if (url.username || url.password || url.search || url.hash)
    throw new ConnectionFailed('The address of FlowAPI has no user, password, query string or fragment.')
  return url.href.endsWith('/') ? url.href : `${url.href}/`
}

/** Refuses here what the platform's fetch would refuse with an error that repeats the token. */
function bearerToken(text: string): string {
  const token = text.trim()
  if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token))
    throw new Unauthorised(
      'This is not a token: it has three parts of letters and digits, with dots between.',
    )
  return token
}
