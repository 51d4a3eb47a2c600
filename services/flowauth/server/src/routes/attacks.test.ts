import { request as httpRequest } from 'node:http'
import fastify from 'fastify'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { MintedToken } from '../api/tokens.ts'
import { ADMIN_PREFIX } from '../http/authentication.ts'
import type { TestBrowser } from '../testing/browser.ts'
import { registration } from '../testing/descriptions.ts'
import { GOOD_PASSWORD, useFlowAuth } from '../testing/flowauth.ts'
import { allRoutes } from './index.ts'
import type { Services } from './services.ts'

/** What people send who are up to no good. That other sites' pages change nothing is told in `access.test.ts`. */

const flowauth = useFlowAuth()

/** Every route that takes a body, as the list of routes has it. */
const taking: { method: string; url: string }[] = []
const catalogue = fastify()
catalogue.addHook('onRoute', ({ method, url }) => {
  for (const each of [method].flat())
    if (['POST', 'PUT', 'PATCH', 'DELETE'].includes(each)) taking.push({ method: each, url })
})
for (const route of allRoutes) await catalogue.register(route, {} as Services)

let admin: TestBrowser
let ana: TestBrowser
let serverId: string
let roleId: string
beforeAll(async () => {
  await flowauth.addUser('root', true)
  const anaId = await flowauth.addUser('ana')
  admin = await flowauth.signIn('root')
  serverId = (await admin.post<{ id: string }>('/api/admin/servers', registration('X'))).body.id
  const role = await admin.post<{ id: string }>('/api/admin/roles', {
    server_id: serverId,
    name: 'counts',
    scopes: ['run'],
    member_ids: [anaId],
    longest_lifetime_minutes: 60,
    latest_expiry: null,
  })
  roleId = role.body.id
})

/** A request of somebody who may make it, with any body; answers the status. */
function send(
  { method, url }: { method: string; url: string },
  type: string,
  body: string,
  length = Buffer.byteLength(body),
): Promise<number> {
  const path = url.replace(':id', '00000000-0000-4000-8000-000000000000')
  const browser = url.startsWith(ADMIN_PREFIX) ? admin : ana
  const headers = {
    'x-flowauth-page': '1',
    cookie: browser.cookiesFor(path),
    'content-type': type,
    'content-length': length,
  }
  return new Promise((resolve, reject) => {
    const request = httpRequest(`${flowauth.url}${path}`, { method, headers }, response => {
      response.resume()
      resolve(response.statusCode ?? 0)
      if (length > Buffer.byteLength(body)) request.destroy()
    })
    request.on('error', reject)
    request.write(body)
    if (length === Buffer.byteLength(body)) request.end()
  })
}

// Some routes need no body, and end sessions.
beforeEach(async () => {
  ana = await flowauth.signIn('ana')
})

describe.each(taking)('$method $url', route => {
  const isForForms = route.url.startsWith('/api/device/')
  const type = isForForms ? 'application/x-www-form-urlencoded' : 'application/json'

  test('has an answer to JSON that is nested as deep as it gets', async () => {
    const lists = '['.repeat(20_000) + ']'.repeat(20_000)
    const objects = `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`
    for (const deep of [lists, objects, `{"username":${lists}}`]) {
      const status = await send(route, 'application/json', deep)
      expect([status >= 200 && status < 500, status]).toEqual([true, status])
    }
  })

  test('does not read a gigabyte', async () => {
    expect(await send(route, type, '{', 2 ** 30)).toBe(413)
  })

  test('takes keys for data that reach for the prototype of everything', async () => {
    const status = await send(route, 'application/json', '{"__proto__":{"is_admin":true}}')
    expect([status >= 200 && status < 500, status]).toEqual([true, status])
    expect(Object.hasOwn(Object.prototype, 'is_admin')).toBe(false)
  })
})

describe('a cookie that somebody else has planted', () => {
  const COOKIES = ['flowauth-access', 'flowauth-refresh', 'flowauth-device', 'flowauth-provider'] as const

  test('is not the one that a sign-in goes on with', async () => {
    await flowauth.addUser('victim')
    await flowauth.addUser('attacker')
    const attacker = await flowauth.signIn('attacker')
    const planted = new Map(COOKIES.map(name => [name, attacker.cookie(name) ?? 'chosen by an attacker']))
    const victim = flowauth.browser()
    for (const [name, value] of planted) victim.setCookie(name, value)
    const { status } = await victim.post('/api/session', { username: 'victim', password: GOOD_PASSWORD })
    expect(status).toBe(200)
    for (const name of ['flowauth-access', 'flowauth-refresh', 'flowauth-device'] as const)
      expect([name, victim.cookie(name)]).not.toEqual([name, planted.get(name)])

    const thief = flowauth.browser()
    for (const [name, value] of planted) thief.setCookie(name, value)
    // The session that the browser had before ends with the sign-in, so it is nobody's any more.
    expect((await thief.get('/api/session')).status).toBe(401)
    expect((await thief.post('/api/session/refresh')).status).toBe(401)
    expect((await victim.get('/api/session')).body).toMatchObject({ user: { username: 'victim' } })
  })

  test('of a made-up session is nobody’s before and after', async () => {
    const browser = flowauth.browser()
    for (const name of COOKIES) browser.setCookie(name, 'made-up')
    expect((await browser.get('/api/session')).status).toBe(401)
    await browser.post('/api/session', { username: 'ana', password: GOOD_PASSWORD })
    const other = flowauth.browser()
    for (const name of COOKIES) other.setCookie(name, 'made-up')
    expect((await other.get('/api/session')).status).toBe(401)
  })
})

describe('a line break', () => {
  const broken = 'x\r\nset-cookie: flowauth-access=stolen'

  test.each([
    [
      'the name of a token',
      () => ana.post(`/api/servers/${serverId}/tokens`, { name: broken, roles: [{ id: roleId }] }),
    ],
    [
      'the name of a user',
      () => admin.post('/api/admin/users', { username: broken, is_admin: false, role_ids: [] }),
    ],
    ['the name of a server', () => admin.post('/api/admin/servers', registration(broken))],
    [
      'the page to come back to',
      () => ana.post(`/api/session/providers/${serverId}`, { page: `/${broken}` }),
    ],
    ['an id', () => ana.get(`/api/servers/${encodeURIComponent(broken)}`)],
  ])('is not taken in %s', async (_where, attempt) => {
    const { status, headers } = await attempt()
    expect(status).toBe(400)
    expect(JSON.stringify([...headers])).not.toContain('stolen')
  })

  test('in an address reaches no header', async () => {
    const { headers } = await flowauth.browser().get(`/%0d%0aset-cookie:%20flowauth-access=stolen`)
    expect(JSON.stringify([...headers])).not.toContain('stolen')
  })

  test('nor does the id that a request claims to have', async () => {
    const { headers } = await flowauth
      .browser()
      .send('GET', '/healthz', undefined, { 'x-request-id': 'chosen by the client' })
    expect(headers.get('x-request-id')).not.toBe('chosen by the client')
  })
})

test('what a spreadsheet would take for a formula is text in the exported audit', async () => {
  for (const name of ['=HYPERLINK("https://evil.example","look")', '@SUM(1)', '+1', '-1'])
    await ana.post<MintedToken>(`/api/servers/${serverId}/tokens`, { name, roles: [{ id: roleId }] })
  const { body, headers } = await admin.get<string>('/api/admin/audit.csv')
  expect(headers.get('content-disposition')).toBe('attachment; filename="flowauth-audit.csv"')
  expect(body).toContain(`"'=HYPERLINK(""https://evil.example"",""look"")"`)
  for (const name of ["'@SUM(1)", "'+1", "'-1"]) expect(body).toContain(`,${name},`)
})
