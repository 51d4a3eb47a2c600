import { createServer, type Server as HttpServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Server } from '../../api/servers.ts'
import type { TestBrowser } from '../../testing/browser.ts'
import { description, registration, SCOPES } from '../../testing/descriptions.ts'
import { useFlowAuth } from '../../testing/flowauth.ts'

const flowauth = useFlowAuth()
let admin: TestBrowser
let foreign: HttpServer
let foreignUrl: string
const answers = new Map<string, RequestListener>()

beforeAll(async () => {
  await flowauth.addUser('root', true)
  admin = await flowauth.signIn('root')
  foreign = createServer((request, response) => answers.get(request.url ?? '')?.(request, response))
  await new Promise<void>(resolve => foreign.listen(0, '127.0.0.1', resolve))
  foreignUrl = `http://127.0.0.1:${(foreign.address() as AddressInfo).port}`
})
afterAll(() => foreign.close())

const inspect = (source: object) => admin.post('/api/admin/api-descriptions', source)
const json =
  (value: unknown): RequestListener =>
  (_request, response) =>
    response.setHeader('content-type', 'application/json').end(JSON.stringify(value))

describe('a FlowAPI’s document', () => {
  test('says what the server is called and what can be asked of it', async () => {
    const shuffled = [...SCOPES].reverse()
    const { status, body } = await inspect({ document: description('TEST_SERVER', [...shuffled, 'run']) })
    expect(status).toBe(200)
    expect(body).toEqual({
      name: 'TEST_SERVER',
      scopes: [...SCOPES].sort(),
      refuses_revoked: false,
      public_url: null,
    })
  })

  test('may have a size of megabytes', async () => {
    const document = { ...description('LARGE'), paths: { filling: 'x'.repeat(3_000_000) } }
    expect((await inspect({ document })).status).toBe(200)
  })

  test.each([
    ['another API’s', { openapi: '3.0.0', components: {} }],
    ['one without scopes', description('X', [])],
    ['one with scopes that are none', description('X', ['<script>'])],
    ['one without a name', description('')],
  ])('is refused when it is %s, saying where it is wrong', async (_what, document) => {
    const { status, body } = await inspect({ document })
    expect([status, body.code]).toEqual([422, 'description_unusable'])
    expect(JSON.stringify(body.payload)).toContain('components.securitySchemes')
  })

  test('is fetched from an address', async () => {
    answers.set('/openapi.json', json(description('FETCHED')))
    expect((await inspect({ url: `${foreignUrl}/openapi.json` })).body.name).toBe('FETCHED')
    const port = new URL(foreignUrl).port
    expect((await inspect({ url: `http://localhost:${port}/openapi.json` })).body.name).toBe('FETCHED')
  })

  test.each([
    ['as it says', [{ url: 'https://api.example.org/flowkit/' }], 'https://api.example.org/flowkit'],
    ['not known by a path', [{ url: '/flowkit' }], null],
    ['not known by another scheme', [{ url: 'javascript:alert(1)' }], null],
    ['not known by what is no list', 'https://api.example.org', null],
  ])('tells where callers reach the server, %s', async (_how, servers, public_url) => {
    const { status, body } = await inspect({ document: description('SOMEWHERE', SCOPES, { servers }) })
    expect([status, body.public_url]).toEqual([200, public_url])
  })

  test('is not fetched by way of a redirect, from a cloud’s metadata, nor with a password', async () => {
    answers.set('/moved', (_request, response) => {
      response.writeHead(302, { location: `${foreignUrl}/openapi.json` }).end()
    })
    const reasonFor = async (url: string) => (await inspect({ url })).body.payload
    expect(await reasonFor(`${foreignUrl}/moved`)).toEqual({ reason: 'status', detail: '302' })
    for (const host of ['169.254.169.254', '[fe80::1]', '0.0.0.0', '[::ffff:169.254.169.254]'])
      expect(await reasonFor(`http://${host}/latest`)).toEqual({
        reason: 'address_forbidden',
      })
    expect(await reasonFor(`http://me:secret@127.0.0.1/`)).toEqual({
      reason: 'password_in_address',
    })
    expect(await reasonFor('http://no-such-host.invalid/')).toEqual({
      reason: 'name_unknown',
    })
    expect((await inspect({ url: 'file:///etc/passwd' })).status).toBe(400)
  })

  test('is refused when it is too large or not JSON, without saying what was there', async () => {
    answers.set('/endless', (_request, response) => {
      const more = () => {
        while (response.write('x'.repeat(100_000)));
        response.once('drain', more)
      }
      more()
    })
    answers.set('/page', (_request, response) => response.end('<html>internal</html>'))
    expect((await inspect({ url: `${foreignUrl}/endless` })).body.payload).toEqual({
      reason: 'too_large',
    })
    const page = await inspect({ url: `${foreignUrl}/page` })
    expect(page.body).toMatchObject({ code: 'description_unusable', payload: { message: 'it is not JSON' } })
  })
})

describe('a server', () => {
  const register = (name: string, changes = {}) =>
    admin.post<Server>('/api/admin/servers', registration(name, changes))

  test('is registered once under its name', async () => {
    const { status, body } = await register('ONE')
    expect(status).toBe(201)
    expect(body).toMatchObject({
      name: 'ONE',
      scope_count: SCOPES.length,
      role_count: 0,
      latest_expiry: null,
    })
    expect((await register('ONE')).status).toBe(409)
  })

  test('has limits that can be changed, and a name and scopes that cannot be set by hand', async () => {
    const { body: server } = await register('TWO')
    const path = `/api/admin/servers/${server.id}`
    const limits = { longest_lifetime_minutes: 60, latest_expiry: '2030-01-01T00:00:00.000Z' }
    expect((await admin.send('PATCH', path, limits)).body).toMatchObject(limits)
    expect((await admin.send('PATCH', path, { ...limits, name: 'OTHER' })).status).toBe(400)
    expect((await admin.send('PATCH', path, { ...limits, longest_lifetime_minutes: 0 })).status).toBe(400)
  })

  test('shows, before its scopes are read again, what comes, what goes and which roles that touches', async () => {
    const before = ['run', 'get_result', 'admin3:flows:flows', 'admin3:flows:daily_location']
    const { body: server } = await register('THREE', { scopes: before })
    const role = {
      server_id: server.id,
      name: 'analyst',
      scopes: ['run', 'admin3:flows:daily_location'],
      member_ids: [],
      longest_lifetime_minutes: 60,
      latest_expiry: null,
    }
    const { body: created } = await admin.post<{ id: string }>('/api/admin/roles', role)
    const after = ['run', 'get_result', 'admin3:flows:flows', 'admin2:flows:flows']
    const update = {
      name: 'THREE',
      scopes: after,
      description_url: 'http://flowapi:9090/api/0/spec/openapi.json',
    }
    const comparison = {
      added: ['admin2:flows:flows'],
      removed: ['admin3:flows:daily_location'],
      roles: [{ id: created.id, name: 'analyst', loses: ['admin3:flows:daily_location'] }],
    }
    const path = `/api/admin/servers/${server.id}/scopes`
    expect((await admin.post(`${path}/comparison`, update)).body).toEqual(comparison)
    expect((await admin.get(`/api/admin/roles/${created.id}`)).body.scopes).toHaveLength(2)

    expect((await admin.send('PUT', path, update)).body).toEqual(comparison)
    expect((await admin.get(`/api/admin/roles/${created.id}`)).body.scopes).toEqual(['run'])
    const { body: stored } = await admin.get<{ scopes: string[] }>(`/api/admin/servers/${server.id}`)
    expect(stored).toMatchObject({ scopes: [...after].sort(), description_url: update.description_url })
    expect((await admin.send('PUT', path, { ...update, name: 'ONE' })).body.code).toBe('server_mismatch')
  })

  test('goes with its roles', async () => {
    const { body: server } = await register('FOUR')
    expect((await admin.send('DELETE', `/api/admin/servers/${server.id}`)).status).toBe(204)
    expect((await admin.get(`/api/admin/servers/${server.id}`)).status).toBe(404)
  })
})
