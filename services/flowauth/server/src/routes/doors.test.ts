import { createHash, randomBytes } from 'node:crypto'
import { keySetOf, readRevocationList } from '@flowkit/tokens'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Provider } from '../api/providers.ts'
import type { AuthenticatorSetup, BackupCodes } from '../api/second-factor.ts'
import type { MintedToken } from '../api/tokens.ts'
import { authenticatorCode } from '../testing/authenticator.ts'
import type { TestBrowser } from '../testing/browser.ts'
import { registration } from '../testing/descriptions.ts'
import { GOOD_PASSWORD, useFlowAuth } from '../testing/flowauth.ts'
import { useIdentityProvider } from '../testing/identity-provider.ts'

/*
 * Every secret that FlowAuth gives out or takes, at every door. What a door opens to is tried as well: a door that is
 * closed to everybody would show nothing. FlowAPI's own door is tried in `integration_tests/src/flowauth`.
 */

const flowauth = useFlowAuth()
const elsewhere = useIdentityProvider()

/** What is presented: each kind, as it comes from where it is made. */
const KINDS = [
  'session access token',
  'refresh token',
  'FlowAPI token',
  'revocation list',
  'ID token',
  'authorization code',
  'kept sign-in at a provider',
  'state of a sign-in at a provider',
  'setup of an authenticator',
  'backup code',
  'code challenge',
  'password',
] as const
type Kind = (typeof KINDS)[number]

const made = new Map<Kind, string>()
let provider: Provider

/** Where something is presented, what it opens to, and whether it opens. */
interface Door {
  readonly name: string
  readonly opensTo: Kind
  readonly opens: (secret: string) => Promise<boolean>
}

const withCookie = (name: string, value: string, path = '/'): TestBrowser => {
  const browser = flowauth.browser()
  browser.setCookie(name, value, path)
  return browser
}
const isGood = ({ status }: { status: number }) => status === 200
const comeBack = async (kept: string, state: string, code: string) => {
  const browser = withCookie('flowauth-provider', kept, '/api/session/providers')
  const query = new URLSearchParams({ state, code, iss: elsewhere.issuer })
  const { headers } = await browser.get(`/api/session/providers/${provider.id}/callback?${query}`)
  return headers.get('location') === '/'
}
/**
 * Begins and ends a sign-in at the provider, with something in the place of one of the three that belong to it. What
 * fits is this sign-in's own: that of another would be refused as well.
 */
const signInElsewhere = async (replaced: Kind, by: string) => {
  const fresh = await atProvider()
  const of = (kind: Kind, value: string) => (kind === replaced && by !== made.get(replaced) ? by : value)
  return comeBack(
    of('kept sign-in at a provider', fresh.kept),
    of('state of a sign-in at a provider', fresh.state),
    of('authorization code', fresh.code),
  )
}

const DOORS: readonly Door[] = [
  {
    name: 'FlowAuth’s own API',
    opensTo: 'session access token',
    opens: async secret => isGood(await withCookie('flowauth-access', secret).get('/api/session')),
  },
  {
    name: 'the refresh of a session',
    opensTo: 'refresh token',
    opens: async secret =>
      isGood(await withCookie('flowauth-refresh', secret, '/api/session').post('/api/session/refresh')),
  },
  {
    name: 'the list of revoked tokens',
    opensTo: 'revocation list',
    opens: async secret => {
      try {
        return readRevocationList(secret, keySetOf(flowauth.signingKey)).number > 0
      } catch {
        return false
      }
    },
  },
  {
    name: 'signing in by a password',
    opensTo: 'password',
    opens: async password =>
      isGood(await flowauth.browser().post('/api/session', { username: 'plain', password })),
  },
  {
    name: 'the second factor of a sign-in',
    opensTo: 'backup code',
    opens: async code => {
      // What others have failed at is of no concern here.
      await flowauth.pool.query('DELETE FROM sign_in_attempts')
      const credentials = { username: 'ana', password: GOOD_PASSWORD, code }
      return isGood(await flowauth.browser().post('/api/session', credentials))
    },
  },
  {
    name: 'setting up an authenticator',
    opensTo: 'setup of an authenticator',
    opens: async setup => {
      const code = authenticatorCode(setupSecret)
      return isGood(await setterUp.send('PUT', '/api/account/second-factor', { setup, code }))
    },
  },
  ...(['authorization code', 'kept sign-in at a provider', 'state of a sign-in at a provider'] as const).map(
    kind => ({
      name: `the ${kind}, when coming back from a provider`,
      opensTo: kind,
      opens: (secret: string) => signInElsewhere(kind, secret),
    }),
  ),
]

let setterUp: TestBrowser
let setupSecret: string

/** Goes to the provider as somebody and stops before coming back. */
async function atProvider() {
  const browser = flowauth.browser()
  const begun = await browser.post<{ url: string }>(`/api/session/providers/${provider.id}`, { page: '/' })
  const answer = await elsewhere.visit(begun.body.url, { subject: 'x-1', username: 'xavier' })
  return {
    kept: browser.cookie('flowauth-provider') ?? '',
    state: answer.searchParams.get('state') ?? '',
    code: answer.searchParams.get('code') ?? '',
    challenge: new URL(begun.body.url).searchParams.get('code_challenge') ?? '',
  }
}

/** An ID token of the provider for FlowAuth, got with FlowAuth's own secret. */
async function idToken(): Promise<string> {
  const verifier = randomBytes(32).toString('base64url')
  const query = new URLSearchParams({
    client_id: elsewhere.clientId,
    response_type: 'code',
    scope: 'openid',
    redirect_uri: provider.redirect_url,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    state: 'x',
  })
  const answer = await elsewhere.visit(`${elsewhere.issuer}/auth?${query}`, { subject: 'x-1' })
  const response = await fetch(`${elsewhere.issuer}/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${btoa(`${elsewhere.clientId}:${encodeURIComponent(elsewhere.clientSecret)}`)}`,
    },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code: answer.searchParams.get('code') ?? '',
      redirect_uri: provider.redirect_url,
      code_verifier: verifier,
    }),
  })
  const { id_token } = (await response.json()) as { id_token: string }
  return id_token
}

beforeAll(async () => {
  await flowauth.addUser('root', true)
  const admin = await flowauth.signIn('root')
  const added = await admin.post<Provider>('/api/admin/providers', {
    name: 'Ministry',
    issuer: elsewhere.issuer,
    client_id: elsewhere.clientId,
    client_secret: elsewhere.clientSecret,
    creates_accounts: true,
    roles_claim: null,
    role_mappings: [],
  })
  provider = added.body
  await elsewhere.allowRedirect(provider.redirect_url)

  const anaId = await flowauth.addUser('ana')
  await flowauth.addUser('plain')
  await flowauth.addUser('setter')
  const { body: server } = await admin.post<{ id: string }>('/api/admin/servers', registration('X'))
  const { body: role } = await admin.post<{ id: string }>('/api/admin/roles', {
    server_id: server.id,
    name: 'analyst',
    scopes: ['run'],
    member_ids: [anaId],
    longest_lifetime_minutes: 60,
    latest_expiry: null,
  })
  const ana = await flowauth.signIn('ana')
  const token = { name: 'x', roles: [{ id: role.id }] }
  const minted = await ana.post<MintedToken>(`/api/servers/${server.id}/tokens`, token)
  const { body: anas } = await ana.post<AuthenticatorSetup>('/api/account/second-factor/proposal')
  const { body: backup } = await ana.send<BackupCodes>('PUT', '/api/account/second-factor', {
    setup: anas.setup,
    code: authenticatorCode(anas.secret),
  })
  setterUp = await flowauth.signIn('setter')
  const { body: proposal } = await setterUp.post<AuthenticatorSetup>('/api/account/second-factor/proposal')
  setupSecret = proposal.secret
  const { kept, state, code, challenge } = await atProvider()
  const signedIn = await flowauth.signIn('plain')

  made.set('session access token', signedIn.cookie('flowauth-access') ?? '')
  made.set('refresh token', signedIn.cookie('flowauth-refresh') ?? '')
  made.set('FlowAPI token', minted.body.jwt)
  made.set('revocation list', await (await fetch(`${flowauth.url}/revocations`)).text())
  made.set('ID token', await idToken())
  made.set('authorization code', code)
  made.set('kept sign-in at a provider', kept)
  made.set('state of a sign-in at a provider', state)
  made.set('setup of an authenticator', proposal.setup)
  made.set('backup code', backup.codes[0] ?? '')
  made.set('code challenge', challenge)
  made.set('password', GOOD_PASSWORD)
})

test('there is one of each kind', () => {
  expect([...made.keys()].sort()).toEqual([...KINDS].sort())
  expect([...made.values()].filter(value => value === '')).toEqual([])
})

describe.each(DOORS)('$name', ({ opensTo, opens }) => {
  // The one that fits comes last: some are good once.
  test.each(KINDS.filter(kind => kind !== opensTo))('is closed to a %s', async kind => {
    expect(await opens(made.get(kind) ?? '')).toBe(false)
  })

  test(`opens to a ${opensTo}`, async () => {
    await flowauth.pool.query('DELETE FROM sign_in_attempts')
    expect(await opens(made.get(opensTo) ?? '')).toBe(true)
  })
})
