import type { ErrorBody, ErrorCode, Session } from '@flowkit/flowauth/api'

/** What the server refused, by its code. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  readonly code: string
  readonly payload: unknown

  constructor(status: number, { code, msg, payload }: ErrorBody) {
    super(msg)
    this.status = status
    this.code = code
    this.payload = payload
  }
}

/** There was no answer of FlowAuth's: the network failed, or something that stands before it answered instead. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
}

/** What the client needs from the page. */
export interface ClientHooks {
  /** Asks for a new session where one has ended. @returns false when that is given up, and where there was none. */
  readonly signInAgain: () => Promise<boolean>
  /** Something must be done before anything else, which nobody asked for before. */
  readonly sessionChanged: () => void
  /** Asks for the password again. @returns false when that is given up. */
  readonly reauthenticate: () => Promise<boolean>
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Where the session can be continued; tabs do so one after the other, since each token is good once. */
const REFRESH_LOCK = 'flowauth-refresh'

/** Talks to FlowAuth's server. Tokens are in cookies, which no script can read. */
export class ApiClient {
  hooks: ClientHooks = {
    signInAgain: async () => false,
    sessionChanged: () => {},
    reauthenticate: async () => false,
  }
  #refreshing: Promise<boolean> | undefined

  /**
   * Sends a request. A session that can be continued is continued, and one that cannot begun anew; what needs a
   * password that was just given asks for it, and goes on.
   *
   * @returns what the answer's JSON says, or its text where it is none.
   * @throws {ApiError} what the server refused.
   * @throws {NoAnswer} where it cannot be reached.
   */
  async send<T>(method: Method, path: string, body?: unknown): Promise<T> {
    const attempt = () => this.#fetch<T>(method, path, body)
    const afterRefresh = async (error: unknown) => {
      if (!isRefusal(error, 'not_signed_in')) throw error
      if ((await this.#refresh()) || (await this.hooks.signInAgain())) return attempt()
      throw error
    }
    const afterPassword = async (error: unknown) => {
      if (!isRefusal(error, 'reauthentication_needed')) throw error
      if (await this.hooks.reauthenticate()) return attempt()
      throw error
    }
    const afterChange = (error: unknown) => {
      if (isRefusal(error, 'second_factor_setup_needed')) this.hooks.sessionChanged()
      throw error
    }
    return attempt().catch(afterRefresh).catch(afterPassword).catch(afterChange)
  }

  get<T>(path: string): Promise<T> {
    return this.send('GET', path)
  }

  /** Signs in, or gives the password again; a refusal is one. */
  async authenticate(path: string, body: object): Promise<Session> {
    return this.#fetch('POST', path, body)
  }

  async #fetch<T>(method: Method, path: string, body?: unknown): Promise<T> {
    const response = await fetch(path, {
      method,
      headers: {
        'x-flowauth-page': '1',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).catch(noAnswer)
    if (response.status === 204) return undefined as T
    if (response.ok && !isJson(response)) return (await response.text().catch(noAnswer)) as T
    const json = await response.json().catch(noAnswer)
    if (!response.ok) throw new ApiError(response.status, json)
    return json
  }

  #refresh(): Promise<boolean> {
    this.#refreshing ??= navigator.locks
      .request(REFRESH_LOCK, () => this.#fetch('POST', '/api/session/refresh'))
      .then(
        () => true,
        error => {
          if (error instanceof ApiError && error.status === 401) return false
          throw error
        },
      )
      .finally(() => {
        this.#refreshing = undefined
      })
    return this.#refreshing
  }
}

/** Whether something is a refusal with this code. */
export function isRefusal(error: unknown, code: ErrorCode): error is ApiError {
  return error instanceof ApiError && error.code === code
}

function noAnswer(cause: unknown): never {
  throw new NoAnswer('FlowAuth does not answer', { cause })
}

function isJson(response: Response): boolean {
  return response.headers.get('content-type')?.startsWith('application/json') ?? false
}

/** The one client of this page. */
export const api = new ApiClient()
