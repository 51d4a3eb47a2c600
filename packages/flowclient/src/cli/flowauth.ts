import { ConnectionFailed, Unauthorised } from 'flowclient'
import { fetchTrusting } from '../certificate-fetch.ts'
import { isObject, type JsonObject, parseJson } from '../json.ts'
import { UsageError } from './failures.ts'

/** How long FlowAuth has for an answer. */
const PATIENCE_MS = 30_000
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]']
const DEVICE_CODE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code'

/** What a person is shown, and what the command then polls with (RFC 8628, 3.2). */
export interface DeviceCodes {
  readonly deviceCode: string
  readonly userCode: string
  readonly page: string
  readonly pageWithCode: string
  readonly validSeconds: number
  readonly intervalSeconds: number
}

/** A token, what it is renewed with, and the server that it is for. */
export interface ClientTokens {
  readonly token: string
  readonly refreshToken: string
  readonly server: { readonly name: string; readonly url: string | undefined }
}

/** Why FlowAuth gives no token (RFC 6749, 5.2; RFC 8628, 3.5). */
export interface Refused {
  readonly error: string
  readonly description: string | undefined
}

/** A FlowAuth, asked by a program that nobody has signed in yet. */
export class FlowAuth {
  readonly url: string
  readonly #certificate: string | undefined
  readonly #signal: AbortSignal

  /**
   * @param sslCertificate A file of certificates to trust.
   * @throws {UsageError} when the address is of no use: tokens travel by HTTPS, or stay on this machine.
   */
  constructor(address: string, sslCertificate: string | undefined, signal: AbortSignal) {
    const url = URL.parse(address)
    if (url === null || !/^https?:$/.test(url.protocol))
      throw new UsageError(
        `"${address}" is not the address of a FlowAuth, such as https://flowauth.example.org.`,
      )
    if (url.protocol === 'http:' && !LOOPBACK.includes(url.hostname))
      throw new UsageError(
        'FlowAuth is asked by https:// only, unless it is on this machine: tokens travel there.',
      )
    this.url = url.origin
    this.#certificate = url.protocol === 'https:' ? sslCertificate : undefined
    this.#signal = signal
  }

  /** Asks to be let in. @throws {UsageError} when there is no FlowAuth. */
  async begin(client: string): Promise<DeviceCodes> {
    const { status, body } = await this.#send('authorization', { client_id: client })
    if (status === 429)
      throw new UsageError('Too many logins wait at this address. Try again in ten minutes.')
    const { device_code, user_code, verification_uri, verification_uri_complete, expires_in, interval } = body
    if (status !== 200 || typeof device_code !== 'string' || typeof user_code !== 'string')
      throw new UsageError(`There is no FlowAuth at ${this.url} that lets commands in.`)
    const page = String(verification_uri)
    return {
      deviceCode: device_code,
      userCode: user_code,
      page,
      pageWithCode: typeof verification_uri_complete === 'string' ? verification_uri_complete : page,
      validSeconds: Number(expires_in),
      intervalSeconds: typeof interval === 'number' ? interval : 5,
    }
  }

  /** Asks for the first token. */
  poll(deviceCode: string): Promise<ClientTokens | Refused> {
    return this.#tokens({ grant_type: DEVICE_CODE_GRANT, device_code: deviceCode })
  }

  /** Asks for the next token. What it is asked with is good once. */
  renew(refreshToken: string): Promise<ClientTokens | Refused> {
    return this.#tokens({ grant_type: 'refresh_token', refresh_token: refreshToken })
  }

  /** Gives up what the command was let do. @throws {ConnectionFailed} when FlowAuth has not confirmed it. */
  async revoke(refreshToken: string): Promise<void> {
    const { status } = await this.#send('revocation', { token: refreshToken })
    if (status !== 200)
      throw new ConnectionFailed(`FlowAuth at ${this.url} has answered ${status}.`, { status })
  }

  async #tokens(form: Record<string, string>): Promise<ClientTokens | Refused> {
    const { status, body } = await this.#send('token', form)
    const { access_token: token, refresh_token: refreshToken, server, error, error_description } = body
    if (status === 400 && typeof error === 'string')
      return { error, description: typeof error_description === 'string' ? error_description : undefined }
    if (status !== 200 || typeof token !== 'string' || typeof refreshToken !== 'string' || !isObject(server))
      throw new ConnectionFailed(`FlowAuth at ${this.url} has answered ${status}.`, { status })
    const { name, url } = server
    return {
      token,
      refreshToken,
      server: { name: String(name), url: typeof url === 'string' ? url : undefined },
    }
  }

  async #send(path: string, form: Record<string, string>): Promise<{ status: number; body: JsonObject }> {
    try {
      const send = this.#certificate === undefined ? globalThis.fetch : fetchTrusting(this.#certificate)
      const response = await send(`${this.url}/api/device/${path}`, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(form).toString(),
        signal: AbortSignal.any([this.#signal, AbortSignal.timeout(PATIENCE_MS)]),
      })
      const body = parseJson(await response.text())
      return { status: response.status, body: isObject(body) ? body : {} }
    } catch (cause) {
      throw new ConnectionFailed(`FlowAuth cannot be reached at ${this.url}.`, { cause })
    }
  }
}

/** What to tell of a refusal that ends everything. */
export function loginAgain({ description }: Refused, flowauth: string): Unauthorised {
  const why = description === undefined ? '' : ` ${description}`
  return new Unauthorised(
    `FlowAuth makes no more tokens for this profile.${why} Run: flowclient login ${flowauth}`,
  )
}
