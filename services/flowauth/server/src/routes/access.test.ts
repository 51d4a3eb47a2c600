import { beforeAll, describe, expect, test } from 'vitest'
import { ADMIN_PREFIX } from '../http/authentication.ts'
import type { TestBrowser } from '../testing/browser.ts'
import { TEST_PAGE, useFlowAuth } from '../testing/flowauth.ts'
import { listRoutes } from '../testing/route-list.ts'

const flowauth = useFlowAuth()

const found = await listRoutes()
const guarded = found.filter(({ open }) => !open)
const forAdmins = guarded.filter(({ url }) => url.startsWith(ADMIN_PREFIX))
const forFresh = guarded.filter(({ fresh }) => fresh)
const changing = found.filter(({ method }) => !['GET', 'HEAD'].includes(method))

const ID = '00000000-0000-4000-8000-000000000000'
const knock = (browser: TestBrowser, { method, url }: { method: string; url: string }, headers = {}) =>
  browser.send(method, url.replace(':id', ID), undefined, headers)

let user: TestBrowser
let admin: TestBrowser
let newcomer: TestBrowser
let unprotected: TestBrowser
beforeAll(async () => {
  await flowauth.addUser('ana')
  await flowauth.addUser('root', true)
  user = await flowauth.signIn('ana')
  admin = await flowauth.signIn('root')
  await flowauth.refresh(admin)
  newcomer = await flowauth.signIn('kit', await flowauth.addNewcomer('kit'))
  await flowauth.addUser('lou', true)
  await flowauth.pool.query("UPDATE users SET needs_second_factor = true WHERE username = 'lou'")
  unprotected = await flowauth.signIn('lou')
})

test('the list of routes is not empty', () => {
  expect(forAdmins.length).toBeGreaterThan(15)
  expect(forFresh.length).toBeGreaterThan(forAdmins.length)
  expect(guarded.length).toBeGreaterThan(forFresh.length)
  expect(found.filter(({ open }) => open).map(({ method, url }) => `${method} ${url}`)).toEqual([
    'GET /healthz',
    'HEAD /healthz',
    'GET /readyz',
    'HEAD /readyz',
    'GET /version',
    'HEAD /version',
    'GET /.well-known/jwks.json',
    'HEAD /.well-known/jwks.json',
    'GET /.well-known/token-keys.pem',
    'HEAD /.well-known/token-keys.pem',
    'GET /revocations',
    'HEAD /revocations',
    'POST /api/session',
    'DELETE /api/session',
    'POST /api/session/refresh',
    'GET /api/session/providers',
    'HEAD /api/session/providers',
    'POST /api/session/providers/:id',
    'GET /api/session/providers/:id/callback',
    'POST /api/device/authorization',
    'POST /api/device/token',
    'POST /api/device/revocation',
  ])
  expect(found.filter(({ open, forPrograms }) => forPrograms && !open)).toEqual([])
})

test.each(guarded)('$method $url is for those who are signed in', async route => {
  expect((await knock(flowauth.browser(), route)).status).toBe(401)
})

test.each(forAdmins)('$method $url is not for users', async route => {
  expect((await knock(user, route)).status).toBe(403)
})

test.each(forFresh)('$method $url needs a password that was just given', async route => {
  expect((await knock(admin, route)).status).toBe(403)
})

const EARLY = ['/api/session', '/api/session/reauthentication', '/api/account/password']
const isNotEarly = ({ url }: { url: string }) => !EARLY.includes(url)
test.each(guarded.filter(isNotEarly))(
  '$method $url is closed until a one-time password has been changed',
  async route => {
    expect((await knock(newcomer, route)).status).toBe(403)
  },
)

const SETTING_UP = [
  '/api/account/second-factor',
  '/api/account/second-factor/proposal',
  '/api/account/passkeys',
  '/api/account/passkeys/proposal',
]
test.each(
  guarded.filter(({ method, url }) => !SETTING_UP.includes(url) || method === 'DELETE').filter(isNotEarly),
)('$method $url is closed until a required second factor has been set up', async route => {
  expect((await knock(unprotected, route)).status).toBe(403)
})

test.each(changing)('$method $url is closed to pages of other sites', async route => {
  const foreign = await knock(user, route, { origin: 'https://example.org' })
  expect([foreign.status, foreign.body.code]).toEqual([403, 'cross_site'])
  if (route.forPrograms) return
  const response = await fetch(`${flowauth.url}${route.url.replace(':id', ID)}`, {
    method: route.method,
    headers: { cookie: user.cookiesFor('/api/session') },
  })
  expect(response.status).toBe(403)
})

describe('what a request looks like', () => {
  test('is checked: other fields, other types and other ids are refused, and which is said', async () => {
    const { status, body } = await flowauth.browser().post('/api/session', { username: 7 })
    expect(status).toBe(400)
    expect(body).toMatchObject({ code: 'request_invalid' })
    expect(JSON.stringify(body.payload)).toContain('username')
    expect((await user.get('/api/servers/1')).status).toBe(400)
    const injected = await user.post(`/api/servers/${ID}/tokens`, { name: 'x', roles: [], user_id: ID })
    expect(injected.status).toBe(400)
  })

  test('may be anything: broken, deep or large JSON is an answer, not an accident', async () => {
    const send = (body: string) =>
      fetch(`${flowauth.url}/api/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-flowauth-page': '1' },
        body,
      })
    expect((await send('{"username":')).status).toBe(400)
    expect((await send('['.repeat(10_000))).status).toBe(400)
    expect((await send(`{"username":"${'x'.repeat(2_000_000)}"}`)).status).toBe(413)
  })
})

describe('the pages', () => {
  test('are one document at every address, with a policy whose nonce is another one each time', async () => {
    const [one, two] = [await fetch(`${flowauth.url}/`), await fetch(`${flowauth.url}/admin/roles`)]
    const nonces = [one, two].map(answer => {
      const policy = answer.headers.get('content-security-policy') ?? ''
      expect(policy).not.toContain('unsafe')
      expect(policy).toContain("script-src 'self';")
      return /'nonce-([^']+)'/.exec(policy)?.[1] ?? ''
    })
    expect(nonces[0]).not.toBe(nonces[1])
    expect(await one.text()).toBe(TEST_PAGE.replace('__CSP_NONCE__', nonces[0] ?? ''))
    expect(one.headers.get('x-content-type-options')).toBe('nosniff')
    expect(one.headers.get('cache-control')).toBe('no-store')
  })

  test('have assets that browsers keep, and nothing else is served', async () => {
    const asset = await fetch(`${flowauth.url}/assets/app-1.js`)
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect((await fetch(`${flowauth.url}/assets/other.js`)).status).toBe(404)
    expect((await fetch(`${flowauth.url}/assets/..%2findex.html`)).status).not.toBe(200)
    expect((await fetch(`${flowauth.url}/api/nothing`)).status).toBe(404)
  })
})

test('FlowAuth says that it lives, and that it is ready', async () => {
  expect((await flowauth.browser().get('/healthz')).status).toBe(200)
  expect((await flowauth.browser().get('/readyz')).status).toBe(200)
})
