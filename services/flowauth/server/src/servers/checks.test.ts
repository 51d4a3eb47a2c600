import { createServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createLogger } from '@flowkit/service'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Server } from '../api/servers.ts'
import type { TestBrowser } from '../testing/browser.ts'
import { description, registration } from '../testing/descriptions.ts'
import { useFlowAuth } from '../testing/flowauth.ts'
import { checkServers } from './checks.ts'

const flowauth = useFlowAuth()
const SCOPES = ['run', 'get_result', 'admin3:flows:flows']
let admin: TestBrowser
let flowapi: HttpServer
let answer: { status: number; body: object }
let id: string

beforeAll(async () => {
  await flowauth.addUser('root', true)
  admin = await flowauth.signIn('root')
  flowapi = createServer((_request, response) =>
    response.writeHead(answer.status).end(JSON.stringify(answer.body)),
  )
  await new Promise<void>(resolve => flowapi.listen(0, '127.0.0.1', resolve))
  const description_url = `http://127.0.0.1:${(flowapi.address() as AddressInfo).port}/openapi.json`
  const server = registration('CHECKED', { scopes: SCOPES, description_url })
  id = (await admin.post<Server>('/api/admin/servers', server)).body.id
  await admin.post('/api/admin/roles', {
    server_id: id,
    name: 'flows',
    scopes: ['admin3:flows:flows'],
    member_ids: [],
    longest_lifetime_minutes: 60,
    latest_expiry: null,
  })
})
afterAll(() => flowapi.close())

const check = async () => (await admin.post<Server>(`/api/admin/servers/${id}/check`)).body

test('a server that has not been asked yet is asked, and not again within minutes', async () => {
  answer = { status: 200, body: description('CHECKED', SCOPES) }
  const log = createLogger('flowauth', 'silent')
  await checkServers(flowauth.pool, log)
  const { body: first } = await admin.get<Server>(`/api/admin/servers/${id}`)
  expect(first).toMatchObject({ checked_at: expect.any(String), check_outcome: { state: 'same' } })
  answer = { status: 500, body: {} }
  await checkServers(flowauth.pool, log)
  expect((await admin.get<Server>(`/api/admin/servers/${id}`)).body).toEqual(first)
  await flowauth.pool.query("UPDATE servers SET checked_at = now() - interval '6 minutes'")
  await checkServers(flowauth.pool, log)
  const { body: later } = await admin.get<Server>(`/api/admin/servers/${id}`)
  expect(later.check_outcome).toMatchObject({ state: 'unreachable' })
})

test('scopes that come and go are told, with the roles that lose some, and not taken over', async () => {
  answer = { status: 200, body: description('CHECKED', ['run', 'get_result', 'a:b:c', 'a:b:d']) }
  const checked = await check()
  expect(checked.check_outcome).toEqual({ state: 'changed', added: 2, removed: 1, roles: ['flows'] })
  expect(checked.scope_count).toBe(SCOPES.length)
})

test.each([
  ['another server', { status: 200, body: description('OTHER') }, { state: 'replaced', name: 'OTHER' }],
  ['no FlowAPI', { status: 200, body: { openapi: '3.0.3' } }, { state: 'unusable' }],
  [
    'a server in trouble',
    { status: 503, body: {} },
    { state: 'unreachable', reason: 'status', detail: '503' },
  ],
])('%s at its address is told', async (_what, found, outcome) => {
  answer = found
  expect((await check()).check_outcome).toEqual(outcome)
})

test('whether it refuses revoked tokens is what it said last', async () => {
  const document = JSON.stringify(description('CHECKED', SCOPES))
  const body = JSON.parse(document.replace('"x-audience"', '"x-token-revocation":true,"x-audience"'))
  answer = { status: 200, body }
  expect((await check()).refuses_revoked).toBe(true)
  answer = { status: 500, body: {} }
  expect((await check()).refuses_revoked).toBe(true)
  answer = { status: 200, body: JSON.parse(document) }
  expect((await check()).refuses_revoked).toBe(false)
})
