import { createServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createLogger } from '@flowkit/service'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listRoles } from '../roles/roles.ts'
import { listServers } from '../servers/servers.ts'
import { description, SCOPES } from '../testing/descriptions.ts'
import { useFlowAuth } from '../testing/flowauth.ts'
import { DEMO_PASSWORD, DEMO_USER, ensureDemoAccounts } from './accounts.ts'
import { awaitDemoServer, registerDemoServer } from './server.ts'

/* The tests follow one another: what answers at the address of the demo's FlowAPI becomes better and better. */
const flowauth = useFlowAuth()
let flowapi: HttpServer
let answer: { status: number; body: object } = { status: 503, body: {} }
let url: URL

beforeAll(async () => {
  await ensureDemoAccounts(flowauth.pool)
  flowapi = createServer((request, response) => {
    if (request.url !== '/api/0/spec/openapi.json') throw new Error(`Nobody should ask for ${request.url}`)
    response.writeHead(answer.status).end(JSON.stringify(answer.body))
  })
  await new Promise<void>(resolve => flowapi.listen(0, '127.0.0.1', resolve))
  url = new URL(`http://127.0.0.1:${(flowapi.address() as AddressInfo).port}`)
})
afterAll(() => flowapi.close())

test('a FlowAPI that calls itself otherwise may be none for demos, and is not registered', async () => {
  answer = { status: 200, body: description('MINISTRY') }
  await expect(registerDemoServer(flowauth.pool, url)).rejects.toMatchObject({ code: 'server_mismatch' })
  expect(await listServers(flowauth.pool)).toEqual([])
})

test('a FlowAPI that does not answer yet is awaited, which the log says once', async () => {
  answer = { status: 503, body: {} }
  const lines: { event: string }[] = []
  const log = createLogger('flowauth', 'info', { write: line => lines.push(JSON.parse(line)) })
  const registered = awaitDemoServer(flowauth.pool, url, log, new AbortController().signal, 10)
  await expect.poll(() => lines.length).toBe(1)
  answer = { status: 200, body: description('TEST_SERVER') }
  await registered
  expect(lines.map(({ event }) => event)).toEqual([
    'the server of the demo is awaited',
    'the server of the demo is registered',
  ])
})

test('the server has the scopes that its FlowAPI has, and a role with all of them is the user’s', async () => {
  expect(await listServers(flowauth.pool)).toMatchObject([
    {
      name: 'TEST_SERVER',
      description_url: `${url.origin}/api/0/spec/openapi.json`,
      scope_count: SCOPES.length,
      longest_lifetime_minutes: 44_640,
    },
  ])
  expect(await listRoles(flowauth.pool)).toMatchObject([
    { name: 'runner', server_name: 'TEST_SERVER', scope_count: SCOPES.length, member_count: 1 },
  ])
})

test('the user of the demo signs in with the known password, and makes a token at once', async () => {
  const browser = await flowauth.signIn(DEMO_USER, DEMO_PASSWORD)
  const { body: servers } = await browser.get<{ id: string; roles: { id: string }[] }[]>('/api/servers')
  const roles = servers[0]?.roles.map(({ id }) => ({ id }))
  const made = await browser.post(`/api/servers/${servers[0]?.id}/tokens`, { name: 'demo', roles })
  expect(made).toMatchObject({ status: 201, body: { token: { username: DEMO_USER } } })
})

test('another start changes nothing that is there', async () => {
  await flowauth.pool.query("UPDATE roles SET name = 'renamed', longest_lifetime_minutes = 5")
  await registerDemoServer(flowauth.pool, url)
  expect(await listRoles(flowauth.pool)).toMatchObject([{ name: 'renamed', longest_lifetime_minutes: 5 }])
  expect(await listServers(flowauth.pool)).toHaveLength(1)
})

test('who stops FlowAuth does not wait for a FlowAPI that never comes', async () => {
  answer = { status: 503, body: {} }
  const stopping = new AbortController()
  const log = createLogger('flowauth', 'silent')
  const waiting = awaitDemoServer(flowauth.pool, url, log, stopping.signal, 3_600_000)
  stopping.abort()
  await waiting
})
