import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider, { type Configuration } from 'oidc-provider'
import { afterAll, beforeAll } from 'vitest'

/** Somebody whom the provider knows. */
export interface Person {
  readonly subject: string
  readonly username?: string
  readonly groups?: readonly string[]
}

/** An OpenID Connect provider that listens. */
export interface TestProvider {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** Lets it send people back to an address. */
  allowRedirect(url: string): Promise<void>
  /**
   * Goes to the provider with a browser that it does not know, as somebody, or as nobody who wants to sign in.
   *
   * @returns where the browser is sent back to.
   */
  visit(url: string, as: Person | null): Promise<URL>
}

const CLIENT_ID = 'flowauth'
const CLIENT_SECRET = 'a secret that FlowAuth and the provider share'

/** A provider for the tests of one file, which lasts as long as they do. */
export function useIdentityProvider(): TestProvider {
  const people = new Map<string, Person>()
  let visitor: Person | null = null
  let provider: Provider
  let issuer = ''
  const redirects: string[] = []
  const server = createServer((request, response) => {
    if (!request.url?.startsWith('/interaction/')) void provider.callback()(request, response)
    else void answer(request, response)
  })
  const answer = (request: IncomingMessage, response: ServerResponse) =>
    provider.interactionFinished(
      request,
      response,
      visitor ? { login: { accountId: visitor.subject } } : { error: 'access_denied' },
    )
  const start = () => {
    provider = new Provider(issuer, configuration(people, redirects))
  }
  beforeAll(async () => {
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    start()
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    get issuer() {
      return issuer
    },
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    allowRedirect: async url => {
      redirects.push(url)
      start()
    },
    visit: async (url, as) => {
      visitor = as
      if (as) people.set(as.subject, as)
      return leave(url, issuer)
    },
  }
}

function configuration(people: ReadonlyMap<string, Person>, redirects: readonly string[]): Configuration {
  return {
    clients: [{ client_id: CLIENT_ID, client_secret: CLIENT_SECRET, redirect_uris: [...redirects] }],
    cookies: { keys: ['a key of the tests'] },
    claims: { openid: ['sub'], profile: ['preferred_username', 'groups'], email: ['email'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: (_context, subject) => {
      const person = people.get(subject)
      return {
        accountId: subject,
        claims: () => ({ sub: subject, preferred_username: person?.username, groups: person?.groups }),
      }
    },
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client?.clientId,
        accountId: oidc.session?.accountId,
      })
      grant.addOIDCScope('openid profile email')
      await grant.save()
      return grant
    },
  }
}

/** Follows the provider's redirects with a new jar of cookies, until one leads elsewhere. */
async function leave(start: string, issuer: string): Promise<URL> {
  const jar = new Map<string, string>()
  let url = start
  while (url.startsWith(issuer)) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url, { redirect: 'manual', headers: { cookie } })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      jar.set(name, value)
    }
    const location = response.headers.get('location')
    if (location === null)
      throw new Error(`The provider answered ${response.status}: ${await response.text()}`)
    url = new URL(location, url).href
  }
  return new URL(url)
}
