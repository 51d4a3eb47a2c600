import { beforeAll, describe, expect, test } from 'vitest'
import type { Identity, Provider } from '../api/providers.ts'
import type { TestBrowser } from '../testing/browser.ts'
import { GOOD_PASSWORD, useFlowAuth } from '../testing/flowauth.ts'
import { type Person, useIdentityProvider } from '../testing/identity-provider.ts'

/*
 * Session fixation: Eve has put cookies of hers into Ana's browser before Ana signs in with it, and keeps a copy of each.
 */

const flowauth = useFlowAuth()
const elsewhere = useIdentityProvider()
const SESSION_COOKIES = { 'flowauth-access': '/', 'flowauth-refresh': '/api/session' } as const
const PROVIDER_COOKIE = 'flowauth-provider'
const PROVIDER_PATH = '/api/session/providers'
const anaElsewhere: Person = { subject: 'a-1', username: 'ana-elsewhere' }
const eveElsewhere: Person = { subject: 'e-1', username: 'eve-elsewhere' }

let provider: Provider
beforeAll(async () => {
  await flowauth.addUser('root', true)
  for (const name of ['ana', 'eve']) await flowauth.addUser(name)
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
})

/** Puts cookies of one browser into another. */
function plant(from: TestBrowser, into: TestBrowser, cookies: Readonly<Record<string, string>>): void {
  for (const [name, path] of Object.entries(cookies)) into.setCookie(name, from.cookie(name) ?? '', path)
}

/** Whom a browser is signed in as; undefined for nobody. */
async function whoIs(browser: TestBrowser): Promise<string | undefined> {
  const { body } = await browser.get<{ user?: { username: string } }>('/api/session')
  return body.user?.username
}

const signInWith = (browser: TestBrowser, username: string, password = GOOD_PASSWORD) =>
  browser.post('/api/session', { username, password })
const leave = (browser: TestBrowser, as: Person, begin = `/api/session/providers/${provider.id}`) =>
  browser.post<{ url: string }>(begin, { page: '/' }).then(({ body }) => elsewhere.visit(body.url, as))
const comeBack = async (browser: TestBrowser, answer: URL) =>
  (await browser.get(`${answer.pathname}${answer.search}`)).headers.get('location')

describe('a session that was there before', () => {
  test('is replaced by signing in, and never becomes that of who signs in', async () => {
    const [eve, ana] = [await flowauth.signIn('eve'), flowauth.browser()]
    plant(eve, ana, SESSION_COOKIES)
    expect((await signInWith(ana, 'ana')).status).toBe(200)
    for (const name of Object.keys(SESSION_COOKIES)) expect(ana.cookie(name)).not.toBe(eve.cookie(name))
    expect([await whoIs(ana), await whoIs(eve)]).toEqual(['ana', undefined])
    expect((await eve.post('/api/session/refresh')).status).toBe(401)
  })

  test('is replaced by signing in at a provider as well', async () => {
    const [eve, ana] = [await flowauth.signIn('eve'), flowauth.browser()]
    plant(eve, ana, SESSION_COOKIES)
    expect(await comeBack(ana, await leave(ana, anaElsewhere))).toBe('/')
    for (const name of Object.keys(SESSION_COOKIES)) expect(ana.cookie(name)).not.toBe(eve.cookie(name))
    expect([await whoIs(ana), await whoIs(eve)]).toEqual(['ana-elsewhere', 'eve'])
    expect((await eve.post('/api/session/refresh')).status).toBe(200)
    expect(await whoIs(eve)).toBe('eve')
  })

  test('is not made by a value that somebody chose', async () => {
    const ana = flowauth.browser()
    for (const [name, path] of Object.entries(SESSION_COOKIES)) ana.setCookie(name, 'chosen-by-eve', path)
    await signInWith(ana, 'ana')
    const eve = flowauth.browser()
    for (const [name, path] of Object.entries(SESSION_COOKIES)) eve.setCookie(name, 'chosen-by-eve', path)
    expect([await whoIs(ana), await whoIs(eve)]).toEqual(['ana', undefined])
    expect((await eve.post('/api/session/refresh')).status).toBe(401)
  })
})

test('what shows that a page is our own is no cookie that somebody could have planted', async () => {
  const ana = await flowauth.signIn('ana')
  for (const name of ['x-flowauth-page', 'csrf', '_csrf', 'csrf-token', 'XSRF-TOKEN'])
    ana.setCookie(name, '1')
  const response = await fetch(`${flowauth.url}/api/session`, {
    method: 'DELETE',
    headers: { cookie: ana.cookiesFor('/api/session'), 'x-csrf-token': '1', 'x-xsrf-token': '1' },
  })
  expect([response.status, Object(await response.json()).code]).toEqual([403, 'cross_site'])
  expect(await whoIs(ana)).toBe('ana')
})

test('a device that was known before is not known to the account of who signs in with it', async () => {
  const [eve, ana] = [await flowauth.signIn('eve'), flowauth.browser()]
  plant(eve, ana, { 'flowauth-device': '/' })
  await signInWith(ana, 'ana')
  expect(ana.cookie('flowauth-device')).not.toBe(eve.cookie('flowauth-device'))
  const codes = []
  for (let attempt = 0; attempt < 6; attempt += 1)
    codes.push((await signInWith(eve, 'ana', 'guess')).body.code)
  expect(codes).toEqual([...Array(5).fill('credentials_wrong'), 'too_many_attempts'])
  expect((await signInWith(ana, 'ana')).status).toBe(200)
})

describe('a sign-in at a provider that somebody else has begun', () => {
  test('is forgotten by beginning another, and its copy fits no answer to that', async () => {
    const [eve, ana] = [flowauth.browser(), flowauth.browser()]
    const evesAnswer = await leave(eve, eveElsewhere)
    plant(eve, ana, { [PROVIDER_COOKIE]: PROVIDER_PATH })
    const anasAnswer = await leave(ana, anaElsewhere)
    expect(ana.cookie(PROVIDER_COOKIE)).not.toBe(eve.cookie(PROVIDER_COOKIE))
    expect(await comeBack(eve, anasAnswer)).toBe('/?refused=provider_failed')
    expect(await comeBack(ana, evesAnswer)).toBe('/?refused=provider_failed')
    expect([await whoIs(ana), await whoIs(eve)]).toEqual([undefined, undefined])
  })

  test('links nobody’s account at the provider to the one of who began it', async () => {
    const [eve, ana] = [await flowauth.signIn('eve'), flowauth.browser()]
    const anasAnswer = await leave(ana, anaElsewhere)
    await leave(eve, eveElsewhere, `/api/account/identities/${provider.id}`)
    plant(eve, ana, { [PROVIDER_COOKIE]: PROVIDER_PATH })
    expect(await comeBack(ana, anasAnswer)).toBe('/account?refused=provider_failed')
    expect((await eve.get<Identity[]>('/api/account/identities')).body).toEqual([])
  })
})
