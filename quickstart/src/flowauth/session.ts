/** A name and the password to sign in to FlowAuth with. */
export interface Account {
  readonly username: string
  readonly password: string
}

/** What FlowAuth has not done, with the code of its reason. */
export class FlowAuthRefusal extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** Somebody who is signed in to FlowAuth, and asks what its pages ask. */
export class FlowAuthSession {
  readonly #url: string
  readonly #cookies = new Map<string, string>()

  private constructor(url: string) {
    this.#url = url
  }

  /** @throws {FlowAuthRefusal} such as `credentials_wrong`. */
  static async start(url: string, account: Account): Promise<FlowAuthSession> {
    const session = new FlowAuthSession(url)
    await session.ask('POST', '/api/session', account)
    return session
  }

  /**
   * Signs somebody in who has a one-time password, and replaces it.
   *
   * @throws {FlowAuthRefusal} such as `credentials_wrong`.
   */
  static async first(url: string, oneTime: string, account: Account): Promise<FlowAuthSession> {
    const session = await FlowAuthSession.start(url, { ...account, password: oneTime })
    const change = { current_password: oneTime, new_password: account.password }
    await session.ask('PUT', '/api/account/password', change)
    return session
  }

  /** @returns the answer's JSON, as whoever asks knows it to be. @throws {FlowAuthRefusal} */
  async ask<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(`${this.#url}${path}`, {
      method,
      headers: {
        'x-flowauth-page': '1',
        cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      this.#cookies.set(name, value)
    }
    const text = await response.text()
    const answer = text === '' ? undefined : JSON.parse(text)
    if (!response.ok) throw new FlowAuthRefusal(answer.code, answer.msg)
    return answer
  }

  /** Signs out. */
  async end(): Promise<void> {
    await this.ask('DELETE', '/api/session')
  }
}
