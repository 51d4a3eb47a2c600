import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'

/** An OpenID Connect provider with pages of its own, where anybody signs in by a name alone. */
export interface RunningProvider {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** Lets it send people back to an address. */
  allowRedirect(url: string): void
  stop(): void
}

/** Starts a provider on an address of this machine, which is another site than `localhost` to a browser. */
export async function startProvider(): Promise<RunningProvider> {
  const client = { client_id: 'flowauth', client_secret: 'a secret that FlowAuth and the provider share' }
  const server = createServer((request, response) => void provider.callback()(request, response))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const knowing = (redirect_uris: string[]) =>
    new Provider(issuer, {
      clients: [{ ...client, redirect_uris }],
      cookies: { keys: ['a key of the tests'] },
      claims: { openid: ['sub'], profile: ['preferred_username'], email: ['email'] },
      findAccount: (_context, name) => ({
        accountId: name,
        claims: () => ({ sub: name, preferred_username: name }),
      }),
    })
  let provider = knowing([])
  return {
    issuer,
    clientId: client.client_id,
    clientSecret: client.client_secret,
    allowRedirect: url => {
      provider = knowing([url])
    },
    stop: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
