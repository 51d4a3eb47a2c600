import { keySetOf, readRevocationList } from '@flowkit/tokens'
import { beforeAll, describe, expect, test } from 'vitest'
import { authenticatorCode } from '../testing/authenticator.ts'
import type { TestBrowser } from '../testing/browser.ts'
import {
  beginWithPasskey,
  type EverySecret,
  goToProvider,
  KINDS,
  type Kind,
  makeEverySecret,
  poll,
  sendForm,
} from '../testing/every-secret.ts'
import { GOOD_PASSWORD, useFlowAuth } from '../testing/flowauth.ts'
import { useIdentityProvider } from '../testing/identity-provider.ts'

/*
 * Every secret that FlowAuth gives out or takes, at every door. What a door opens to is tried as well: a door that is
 * closed to everybody would show nothing. FlowAPI's own door is tried in `integration_tests/src/flowauth`.
 */

const flowauth = useFlowAuth()
const elsewhere = useIdentityProvider()
let every: EverySecret
beforeAll(async () => {
  every = await makeEverySecret(flowauth, elsewhere)
})

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
/** What others have failed at is of no concern to who comes next. */
const forgetFailures = () => flowauth.pool.query('DELETE FROM sign_in_attempts')
const signIn = async (username: string, password: string, second: object = {}) => {
  await forgetFailures()
  return isGood(await flowauth.browser().post('/api/session', { username, password, ...second }))
}

const comeBack = async (kept: string, state: string, code: string) => {
  const browser = withCookie('flowauth-provider', kept, '/api/session/providers')
  const query = new URLSearchParams({ state, code, iss: elsewhere.issuer })
  const { headers } = await browser.get(`/api/session/providers/${every.provider.id}/callback?${query}`)
  return headers.get('location') === '/'
}
/**
 * Begins and ends a sign-in at the provider, with something in the place of one of the three that belong to it. What
 * fits is this sign-in's own: that of another would be refused as well.
 */
const signInElsewhere = async (replaced: Kind, by: string) => {
  const fresh = await goToProvider(flowauth, elsewhere, every.provider)
  const of = (kind: Kind, value: string) => (kind === replaced && by !== every.secrets[kind] ? by : value)
  return comeBack(
    of('kept sign-in at a provider', fresh.kept),
    of('state of a sign-in at a provider', fresh.state),
    of('authorization code', fresh.code),
  )
}

const endedClients = async () =>
  (await flowauth.pool.query('SELECT FROM client_grants WHERE ended_at IS NOT NULL')).rowCount ?? 0

const DOORS: readonly Door[] = [
  {
    name: 'FlowAuth’s own API',
    opensTo: 'session access token',
    opens: async secret => isGood(await withCookie('flowauth-access', secret).get('/api/session')),
  },
  {
    name: 'the refresh of a session',
    opensTo: 'refresh token',
    opens: async secret => {
      await forgetFailures()
      return isGood(await withCookie('flowauth-refresh', secret, '/api/session').post('/api/session/refresh'))
    },
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
    opens: password => signIn('plain', password),
  },
  {
    name: 'signing in for the first time',
    opensTo: 'one-time password',
    opens: password => signIn('newcomer', password),
  },
  {
    name: 're-authentication',
    opensTo: 'password',
    opens: async password => {
      await forgetFailures()
      return isGood(await every.setterUp.post('/api/session/reauthentication', { password }))
    },
  },
  {
    name: 'the second factor of a sign-in',
    opensTo: 'backup code',
    opens: code => signIn('ana', GOOD_PASSWORD, { code }),
  },
  {
    name: 'the signature of a passkey',
    opensTo: 'passkey challenge',
    opens: async challenge => {
      // A ceremony is over once something was signed for it, so that each of the others has one of its own.
      const fits = challenge === every.secrets['passkey challenge']
      const ceremony = fits ? every.ceremony : (await beginWithPasskey(flowauth)).ceremony
      const passkey = { ceremony, response: every.key.get({ challenge }) }
      return signIn('keyed', GOOD_PASSWORD, { passkey })
    },
  },
  {
    name: 'signing in without waiting for what strangers have tried',
    opensTo: 'device cookie',
    opens: async secret => {
      await forgetFailures()
      const guess = { username: 'plain', password: 'a guess' }
      for (let failures = 0; failures < 5; failures += 1) await flowauth.browser().post('/api/session', guess)
      const credentials = { username: 'plain', password: GOOD_PASSWORD }
      return isGood(await withCookie('flowauth-device', secret).post('/api/session', credentials))
    },
  },
  {
    name: 'setting up an authenticator',
    opensTo: 'setup of an authenticator',
    opens: async setup => {
      const code = authenticatorCode(every.setupSecret)
      return isGood(await every.setterUp.send('PUT', '/api/account/second-factor', { setup, code }))
    },
  },
  {
    name: 'letting a command line in',
    opensTo: 'user code',
    opens: async code => {
      await forgetFailures()
      const plain = await flowauth.signIn('plain')
      return isGood(await plain.post('/api/account/device-requests', { user_code: code }))
    },
  },
  {
    name: 'the first token of a command line',
    opensTo: 'device code',
    opens: async secret => isGood(await poll(flowauth, secret)),
  },
  {
    name: 'the next token of a command line',
    opensTo: 'client refresh token',
    opens: async secret => {
      await forgetFailures()
      const form = { grant_type: 'refresh_token', refresh_token: secret }
      return isGood(await sendForm(flowauth, 'token', form))
    },
  },
  {
    name: 'the end of a command line’s rights',
    opensTo: 'client refresh token',
    opens: async secret => {
      const before = await endedClients()
      await sendForm(flowauth, 'revocation', { token: secret })
      return (await endedClients()) > before
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

test('there is one of each kind', () => {
  expect(Object.keys(every.secrets).sort()).toEqual([...KINDS].sort())
  expect(Object.values(every.secrets).filter(value => value === '')).toEqual([])
})

describe.each(DOORS)('$name', ({ opensTo, opens }) => {
  // The one that fits comes last: some are good once.
  test.each(KINDS.filter(kind => kind !== opensTo))('is closed to a %s', async kind => {
    expect(await opens(every.secrets[kind])).toBe(false)
  })

  test(`opens to a ${opensTo}`, async () => {
    expect(await opens(every.secrets[opensTo])).toBe(true)
  })
})

describe('what anybody may read', () => {
  const read = async (path: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`${flowauth.url}${path}`, { headers })
    const type = response.headers.get('content-type')
    // The list is signed anew every few seconds.
    const text = path === '/revocations' ? '' : await response.text()
    return { status: response.status, type, cookies: response.headers.getSetCookie(), text }
  }

  test.each(KINDS)('is the same with a %s, in the place of any other', async kind => {
    const secret = every.secrets[kind]
    const cookie = ['access', 'refresh', 'device', 'provider']
      .map(name => `flowauth-${name}=${secret}`)
      .join('; ')
    for (const path of ['/.well-known/jwks.json', '/.well-known/token-keys.pem', '/revocations']) {
      const plain = await read(path)
      expect(plain.status).toBe(200)
      expect(await read(path, { cookie, authorization: `Bearer ${secret}` })).toEqual(plain)
    }
  })

  test.each(KINDS)('is all that a %s opens where a program would show it', async kind => {
    const authorization = `Bearer ${every.secrets[kind]}`
    for (const path of ['/api/session', '/api/servers', '/api/account/clients', '/api/admin/users'])
      expect((await read(path, { authorization })).status).toBe(401)
  })
})
