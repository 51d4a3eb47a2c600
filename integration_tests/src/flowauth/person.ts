import { authenticatorCode } from './authenticator.ts'

/** A password that no estimator finds weak. */
export const GOOD_PASSWORD = 'umbrella-Quartz-73-lagoon-Vexed'

/** Somebody who uses FlowAuth's API as its pages do, to set the scene for what is then done on the pages. */
export class Person {
  readonly #url: string
  readonly #cookies = new Map<string, string>()

  private constructor(url: string) {
    this.#url = url
  }

  /** Signs somebody in who has a one-time password, and replaces it by {@link GOOD_PASSWORD}. */
  static async firstSignIn(url: string, username: string, password: string): Promise<Person> {
    const person = new Person(url)
    await person.send('POST', '/api/session', { username, password })
    const change = { current_password: password, new_password: GOOD_PASSWORD }
    await person.send('PUT', '/api/account/password', change)
    return person
  }

  /** @returns the answer's JSON. @throws where it is a refusal. */
  async send<T = unknown>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.#url}${path}`, {
      method,
      headers: {
        'x-flowauth-page': '1',
        cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      this.#cookies.set(name, value)
    }
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
    return (text === '' ? undefined : JSON.parse(text)) as T
  }

  /** Registers a FlowAPI by its address, as an administrator. @returns its id. */
  async registerServer(flowapi: string): Promise<string> {
    const url = `${flowapi}/api/0/spec/openapi.json`
    const read = await this.send<object>('POST', '/api/admin/api-descriptions', { url })
    const { id } = await this.send<{ id: string }>('POST', '/api/admin/servers', {
      ...read,
      description_url: url,
      longest_lifetime_minutes: 2880,
      latest_expiry: null,
    })
    return id
  }

  /** Makes a role, for a day and without a date unless that is changed, as an administrator. @returns its id. */
  async addRole(
    serverId: string,
    name: string,
    scopes: readonly string[],
    changes: object = {},
  ): Promise<string> {
    const limits = { longest_lifetime_minutes: 1440, latest_expiry: null }
    const role = { server_id: serverId, name, scopes, member_ids: [], ...limits, ...changes }
    return (await this.send<{ id: string }>('POST', '/api/admin/roles', role)).id
  }

  /** Gives this person an authenticator app as a second factor. */
  async setUpAuthenticator(): Promise<void> {
    const address = '/api/account/second-factor'
    const { setup, secret } = await this.send<{ setup: string; secret: string }>(
      'POST',
      `${address}/proposal`,
    )
    await this.send('PUT', address, { setup, code: authenticatorCode(secret) })
  }

  /** Lets a command line in, which then fetches its token. */
  async letIn(
    { user_code, device_code }: { readonly user_code: string; readonly device_code: string },
    approval: object,
  ): Promise<void> {
    const address = '/api/account/device-requests'
    const { id } = await this.send<{ id: string }>('POST', address, { user_code })
    await this.send('PUT', `${address}/${id}`, approval)
    const grant_type = 'urn:ietf:params:oauth:grant-type:device_code'
    const body = new URLSearchParams({ grant_type, device_code, client_id: 'flowclient 0.1.0' })
    const { status } = await fetch(`${this.#url}/api/device/token`, { method: 'POST', body })
    if (status !== 200) throw new Error(`The command line was answered with ${status}`)
  }

  /** Adds a user, as an administrator. @returns the one-time password. */
  async addUser(username: string, roleIds: readonly string[] = []): Promise<string> {
    const user = { username, is_admin: false, role_ids: roleIds }
    const added = await this.send<{ one_time_password: { password: string } }>(
      'POST',
      '/api/admin/users',
      user,
    )
    return added.one_time_password.password
  }
}
