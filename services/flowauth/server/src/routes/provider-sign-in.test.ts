import { beforeAll, describe, expect, test } from 'vitest'
import type { AuditPage } from '../api/audit.ts'
import type { Identity, Provider } from '../api/providers.ts'
import type { Role } from '../api/roles.ts'
import type { Server } from '../api/servers.ts'
import type { MintedToken, TokenList } from '../api/tokens.ts'
import type { User } from '../api/users.ts'
import type { TestBrowser } from '../testing/browser.ts'
import { registration } from '../testing/descriptions.ts'
import { GOOD_PASSWORD, useFlowAuth } from '../testing/flowauth.ts'
import { type Person, useIdentityProvider } from '../testing/identity-provider.ts'

const flowauth = useFlowAuth()
const elsewhere = useIdentityProvider()

let admin: TestBrowser
/** Makes accounts, and gives roles by groups. */
let open: Provider
/** Knows nobody whom FlowAuth does not know. */
let closed: Provider
let roles: Record<string, string>

const settings = (name: string, changes: object = {}) => ({
  name,
  issuer: elsewhere.issuer,
  client_id: elsewhere.clientId,
  client_secret: elsewhere.clientSecret,
  creates_accounts: false,
  roles_claim: null,
  role_mappings: [],
  ...changes,
})

const addProvider = async (name: string, changes: object = {}) => {
  const { status, body } = await admin.post<Provider>('/api/admin/providers', settings(name, changes))
  expect(status).toBe(201)
  await elsewhere.allowRedirect(body.redirect_url)
  return body
}

beforeAll(async () => {
  await flowauth.addUser('root', true)
  admin = await flowauth.signIn('root')
  const server = await admin.post<Server>('/api/admin/servers', registration('TEST_SERVER'))
  roles = {}
  for (const name of ['analysts', 'viewers', 'helpers']) {
    const role = await admin.post<Role>('/api/admin/roles', {
      server_id: server.body.id,
      name,
      scopes: ['run'],
      member_ids: [],
      longest_lifetime_minutes: 60,
      latest_expiry: null,
    })
    roles[name] = role.body.id
  }
  open = await addProvider('Ministry', {
    creates_accounts: true,
    roles_claim: 'groups',
    role_mappings: [
      { claim_value: 'statistics', role_id: roles.analysts },
      { claim_value: 'statistics', role_id: roles.viewers },
      { claim_value: 'press', role_id: roles.viewers },
    ],
  })
  closed = await addProvider('Agency')
})

const leave = (browser: TestBrowser, { id }: Provider, page = '/') =>
  browser.post<{ url: string }>(`/api/session/providers/${id}`, { page })

/** Goes to a provider, and comes back: what FlowAuth then says, without the host. */
async function comeBack(
  browser: TestBrowser,
  provider: Provider,
  as: Person | null,
  begin = () => leave(browser, provider),
) {
  const begun = await begin()
  const answer = await elsewhere.visit(begun.body.url, as)
  return browser.send('GET', `${answer.pathname}${answer.search}`)
}

/** Signs in at a provider: where the browser ends up. */
async function signInAt(provider: Provider, as: Person | null, browser = flowauth.browser()) {
  const { status, headers } = await comeBack(browser, provider, as)
  expect(status).toBe(303)
  return { browser, page: headers.get('location') }
}

const rolesOf = async (username: string) => {
  const { body } = await admin.get<User[]>('/api/admin/users')
  return body.find(user => user.username === username)?.roles.map(({ name }) => name)
}

describe('signing in at a provider', () => {
  test('makes an account at the first time, where the provider may, with the roles of its groups', async () => {
    const ana = { subject: 'a-1', username: 'ana', groups: ['statistics', 'canteen'] }
    const { browser, page } = await signInAt(open, ana)
    const both = [roles.analysts, roles.viewers]
    expect(page).toBe('/')
    expect((await browser.get('/api/session')).body).toMatchObject({
      user: { username: 'ana', is_admin: false },
      has_password: false,
    })
    expect(await rolesOf('ana')).toEqual(['analysts', 'viewers'])
    const { body } = await admin.get<AuditPage>('/api/admin/audit?username=ana')
    expect(body.entries.map(({ event }) => event)).toEqual(['signed_in', 'user_changed', 'user_added'])
    expect(body.entries[1]?.details).toEqual({
      provider: 'Ministry',
      given: expect.toBeOneOf([both, both.toReversed()]),
      taken: [],
    })
  })

  test('gives and takes the roles that groups decide about, and no others', async () => {
    const bo = { subject: 'b-1', username: 'bo' }
    await signInAt(open, { ...bo, groups: ['statistics'] })
    const { body } = await admin.get<User[]>('/api/admin/users')
    const id = body.find(({ username }) => username === 'bo')?.id
    await admin.send('PATCH', `/api/admin/users/${id}`, { role_ids: [roles.analysts, roles.helpers] })
    await signInAt(open, { ...bo, groups: ['press'] })
    expect(await rolesOf('bo')).toEqual(['helpers', 'viewers'])
    await signInAt(open, bo)
    expect(await rolesOf('bo')).toEqual(['helpers'])
  })

  test('revokes the tokens with a role that a group no longer gives', async () => {
    const rosa = { subject: 'r-1', username: 'rosa' }
    const { browser } = await signInAt(open, { ...rosa, groups: ['statistics', 'press'] })
    const [server] = (await browser.get<{ id: string }[]>('/api/servers')).body
    const mint = async (role: string | undefined) => {
      const choice = { name: 'x', roles: [{ id: role }] }
      const minted = await browser.post<MintedToken>(`/api/servers/${server?.id}/tokens`, choice)
      return minted.body.token.id
    }
    const [lost, kept] = [await mint(roles.analysts), await mint(roles.viewers)]
    await signInAt(open, { ...rosa, groups: ['press'] })
    const { body } = await browser.get<TokenList>(`/api/servers/${server?.id}/tokens`)
    const reasons = Object.fromEntries(body.tokens.map(token => [token.id, token.revoked_because]))
    expect(reasons).toEqual({ [lost]: 'role_taken', [kept]: null })
  })

  test('takes nobody for somebody else of the same name', async () => {
    await flowauth.addUser('cy')
    const { page } = await signInAt(open, { subject: 'c-1', username: 'CY' })
    expect(page).toBe('/?refused=account_not_created')
    expect((await signInAt(open, { subject: 'c-2', username: '<b>' })).page).toBe(
      '/?refused=account_not_created',
    )
  })

  test('is for those whom FlowAuth knows, where the provider makes no accounts', async () => {
    const { browser, page } = await signInAt(closed, { subject: 'd-1', username: 'dan' })
    expect(page).toBe('/?refused=identity_unknown')
    expect((await browser.get('/api/session')).status).toBe(401)
  })

  test('lets nobody in who is suspended here', async () => {
    const eve = { subject: 'e-1', username: 'eve' }
    await signInAt(open, eve)
    await flowauth.pool.query("UPDATE users SET suspended_at = now() WHERE username = 'eve'")
    expect((await signInAt(open, eve)).page).toBe('/?refused=identity_unknown')
  })

  test('says so when the provider did not sign somebody in', async () => {
    expect((await signInAt(open, null)).page).toBe('/?refused=provider_refused')
  })

  test('asks the provider to be sure who it is, and counts as just having given a password', async () => {
    const { body } = await leave(flowauth.browser(), open)
    expect(Object.fromEntries(new URL(body.url).searchParams)).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      max_age: '900',
      redirect_uri: open.redirect_url,
    })
    const { browser } = await signInAt(open, { subject: 'f-1', username: 'fay' })
    await flowauth.pool.query("UPDATE users SET is_admin = true WHERE username = 'fay'")
    expect((await browser.get('/api/admin/users')).status).toBe(200)
    await flowauth.refresh(browser)
    expect((await browser.get('/api/admin/users')).body.code).toBe('reauthentication_needed')
  })
})

describe('the page that somebody left for a provider', () => {
  const backFrom = async (page: string, as: Person | null, browser = flowauth.browser()) => {
    const { headers } = await comeBack(browser, open, as, () => leave(browser, open, page))
    return headers.get('location')
  }
  const nia = { subject: 'n-1', username: 'nia' }

  test('is where they come back to, with the code of a command line that waits for them', async () => {
    expect(await backFrom('/device?code=WXYZ-BCDF', nia)).toBe('/device?code=WXYZ-BCDF')
    expect(await backFrom('/device?code=WXYZ-BCDF&refused=provider_failed', null)).toBe(
      '/device?code=WXYZ-BCDF&refused=provider_refused',
    )
  })

  test.each([
    '//evil.example',
    '/\\evil.example',
    'https://evil.example/device',
    '/.//evil.example',
    '/%2f%2fevil.example',
    '/\t/evil.example',
    '/device?code=x\r\nLocation: //evil.example',
  ])('leads nowhere else when it is %j, whether they were let in or refused', async page => {
    expect(await backFrom(page, nia)).toBe('/')
    expect(await backFrom(page, null)).toBe('/?refused=provider_refused')
  })

  test('is not taken from the address of the answer', async () => {
    const browser = flowauth.browser()
    const begun = await leave(browser, open)
    const answer = await elsewhere.visit(begun.body.url, nia)
    for (const name of ['page', 'refused', 'next']) answer.searchParams.set(name, '//evil.example')
    const { headers } = await browser.get(`${answer.pathname}${answer.search}`)
    expect(headers.get('location')).toBe('/')
    const made = `/api/session/providers/${open.id}/callback?page=//evil.example&refused=//evil.example`
    const refused = await flowauth.browser().get(made)
    expect(refused.headers.get('location')).toBe('/?refused=provider_answer_unexpected')
  })
})

describe('an answer of a provider', () => {
  const unexpected = '/?refused=provider_answer_unexpected'
  const location = async (browser: TestBrowser, answer: URL, path = answer.pathname) =>
    (await browser.send('GET', `${path}${answer.search}`)).headers.get('location')

  test('is good in the browser that went there, once, and for the provider that it went to', async () => {
    const gil = { subject: 'g-1', username: 'gil' }
    const browser = flowauth.browser()
    const begun = await leave(browser, open)
    const answer = await elsewhere.visit(begun.body.url, gil)
    expect(await location(flowauth.browser(), answer)).toBe(unexpected)

    const another = flowauth.browser()
    await leave(another, open)
    expect(await location(another, answer)).toBe('/?refused=provider_failed')

    const mixed = flowauth.browser()
    await leave(mixed, closed)
    expect(await location(mixed, answer)).toBe(unexpected)

    expect(await location(browser, answer)).toBe('/')
    expect(await location(browser, answer)).toBe(unexpected)
  })

  test('cannot be made up, nor the cookie that it is checked by', async () => {
    const browser = flowauth.browser()
    await leave(browser, open)
    const made = new URL(`${open.redirect_url}?code=x&state=y`)
    expect(await location(browser, made)).toBe('/?refused=provider_failed')
    browser.setCookie('flowauth-provider', 'AQAA', '/api/session/providers')
    expect(await location(browser, made)).toBe(unexpected)
  })
})

describe('an account', () => {
  const identityAt = ({ id }: Provider) => `/api/account/identities/${id}`
  const link = (browser: TestBrowser, provider: Provider) =>
    browser.post<{ url: string }>(identityAt(provider))

  test('may have several identities beside its password, which its owner links and gives up', async () => {
    await flowauth.addUser('hal')
    const hal = await flowauth.signIn('hal')
    for (const provider of [open, closed]) {
      const { headers } = await comeBack(hal, provider, { subject: 'h-1' }, () => link(hal, provider))
      expect(headers.get('location')).toBe('/account')
    }
    const listed = await hal.get<Identity[]>('/api/account/identities')
    expect(listed.body.map(({ provider_name }) => provider_name)).toEqual(['Agency', 'Ministry'])
    const { browser } = await signInAt(closed, { subject: 'h-1' })
    expect((await browser.get('/api/session')).body).toMatchObject({ user: { username: 'hal' } })

    expect((await hal.send('DELETE', identityAt(closed))).status).toBe(204)
    expect((await signInAt(closed, { subject: 'h-1' })).page).toBe('/?refused=identity_unknown')
  })

  test('is not linked to an identity of somebody else, nor once its session has ended', async () => {
    await signInAt(open, { subject: 'i-1', username: 'ida' })
    await flowauth.addUser('jo')
    const jo = await flowauth.signIn('jo')
    const taken = await comeBack(jo, open, { subject: 'i-1' }, () => link(jo, open))
    expect(taken.headers.get('location')).toBe('/account?refused=identity_taken')

    const begun = await link(jo, open)
    const answer = await elsewhere.visit(begun.body.url, { subject: 'i-2' })
    const provider = jo.cookie('flowauth-provider') ?? ''
    await jo.send('DELETE', '/api/session')
    jo.setCookie('flowauth-provider', provider, '/api/session/providers')
    const late = await jo.send('GET', `${answer.pathname}${answer.search}`)
    expect(late.headers.get('location')).toBe('/account?refused=session_ended')
  })

  test('keeps one way in', async () => {
    const { browser } = await signInAt(open, { subject: 'k-1', username: 'kim' })
    const { status, body } = await browser.send('DELETE', identityAt(open))
    expect([status, body.code]).toEqual([409, 'last_way_in'])
  })

  test('can have its password switched off once it has an identity, and given back', async () => {
    const id = await flowauth.addUser('lea')
    const off = () => admin.send<User & { code?: string }>('DELETE', `/api/admin/users/${id}/password`)
    expect((await off()).body.code).toBe('identity_missing')
    const lea = await flowauth.signIn('lea')
    await comeBack(lea, closed, { subject: 'l-1' }, () => link(lea, closed))
    expect((await off()).body).toMatchObject({ has_password: false, providers: ['Agency'] })
    await expect(flowauth.signIn('lea')).rejects.toThrow('credentials_wrong')
    const { browser } = await signInAt(closed, { subject: 'l-1' })
    expect((await browser.get('/api/servers')).status).toBe(200)
    const given = await admin.post<{ password: string }>(`/api/admin/users/${id}/password`)
    await flowauth.signIn('lea', given.body.password)
  })

  test('of the last administrator with a password keeps it', async () => {
    const second = await flowauth.addUser('second', true)
    const other = await flowauth.signIn('second')
    await comeBack(other, closed, { subject: 's-1' }, () => link(other, closed))
    await comeBack(admin, closed, { subject: 'r-1' }, () => link(admin, closed))
    expect((await admin.send('DELETE', `/api/admin/users/${second}/password`)).status).toBe(200)
    const { browser } = await signInAt(closed, { subject: 's-1' })
    const { body } = await admin.get<{ user: { id: string } }>('/api/session')
    const refused = await browser.send('DELETE', `/api/admin/users/${body.user.id}/password`)
    expect(refused.body.code).toBe('last_admin')
  })
})

describe('a provider', () => {
  test('is chosen by its name, and its secret is told to nobody', async () => {
    expect((await flowauth.browser().get('/api/session/providers')).body).toEqual([
      { id: closed.id, name: 'Agency' },
      { id: open.id, name: 'Ministry' },
    ])
    const { body } = await admin.get('/api/admin/providers')
    const { rows } = await flowauth.pool.query('SELECT * FROM identity_providers')
    const text = [body, rows, flowauth.logLines].map(value => JSON.stringify(value)).join('')
    for (const secret of [elsewhere.clientSecret, GOOD_PASSWORD]) expect(text).not.toContain(secret)
  })

  test('is changed without giving its secret again, but stays the one that people sign in by', async () => {
    const { client_secret: _kept, ...rest } = settings('Agency of Health')
    const path = `/api/admin/providers/${closed.id}`
    expect((await admin.send<Provider>('PUT', path, rest)).body.name).toBe('Agency of Health')
    const moved = { ...rest, issuer: `${elsewhere.issuer}/other` }
    expect((await admin.send('PUT', path, moved)).body.code).toBe('provider_issuer_fixed')
    const named = { ...rest, name: 'Ministry' }
    expect((await admin.send('PUT', path, named)).body.code).toBe('provider_name_taken')
    expect((await signInAt(closed, { subject: 'h-9' })).page).toBe('/?refused=identity_unknown')
  })

  test.each([
    ['https://169.254.169.254/', 'address_forbidden'],
    ['http://login.example.org/', 'https_needed'],
    ['http://127.0.0.1:9/', 'nothing_listens'],
  ])('must answer as one: %s does not', async (issuer, reason) => {
    const { status, body } = await admin.post('/api/admin/providers', settings('Nobody', { issuer }))
    expect([status, body.code, body.payload]).toEqual([422, 'provider_unreachable', { reason }])
  })

  test('that is something else is told apart', async () => {
    const { body } = await admin.post('/api/admin/providers', settings('FlowAuth', { issuer: flowauth.url }))
    expect(body.payload).toEqual({ reason: 'not_a_provider' })
  })

  test('that does not answer is said not to, and the reason is for administrators', async () => {
    const gone = await addProvider('Gone')
    await flowauth.pool.query("UPDATE identity_providers SET issuer = 'http://127.0.0.1:9' WHERE id = $1", [
      gone.id,
    ])
    const { status, body } = await flowauth.browser().post(`/api/session/providers/${gone.id}`, { page: '/' })
    expect([status, body.code, body.payload]).toEqual([422, 'provider_unreachable', undefined])
  })

  test('that is removed lets nobody in', async () => {
    const third = await addProvider('Third', { creates_accounts: true })
    await signInAt(third, { subject: 'm-1', username: 'mia' })
    expect((await admin.send('DELETE', `/api/admin/providers/${third.id}`)).status).toBe(204)
    expect((await leave(flowauth.browser(), third)).status).toBe(404)
  })
})
