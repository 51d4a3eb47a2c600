import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { type RunningFlowAuth, startFlowAuth } from '../harness/flowauth.ts'
import { gateway } from '../harness/gateway.ts'
import { startFlowApi } from '../harness/services.ts'
import { sharedSystem } from '../harness/shared.ts'
import { FLOWAPI_IDENTIFIER } from '../harness/tokens.ts'

/** Told in order: a FlowAPI that reads from FlowAuth which keys to trust and which tokens have been revoked. */

const FIRST_PASSWORD = randomBytes(12).toString('hex')
const PASSWORD = 'umbrella-Quartz-73-lagoon-Vexed'

const system = sharedSystem()
const cookies = new Map<string, string>()
let flowauth: RunningFlowAuth
let flowapi: Awaited<ReturnType<typeof startFlowApi>>
let serverId: string
let roleId: string
let first: Minted
let second: Minted
let ofNewKey: Minted

interface Minted {
  readonly jwt: string
  readonly token: { readonly id: string }
}

beforeAll(async () => {
  flowauth = await startFlowAuth(inject('flowkit'), { FLOWAUTH_ADMIN_PASSWORD: FIRST_PASSWORD })
  const key = { algorithm: 'RS256', publicKey: inject('keys').publicKey } as const
  flowapi = await startFlowApi('revocation-flowapi', system.flowdb, system.machines, key, {
    FLOWAPI_TOKEN_KEYS_URL: `${flowauth.url}/.well-known/jwks.json`,
    FLOWAPI_REVOCATION_URL: `${flowauth.url}/revocations`,
  })
})
afterAll(async () => {
  await flowapi?.stop()
  await flowauth?.stop()
})

/** Asks FlowAuth as its pages do. */
async function send<T>(method: string, path: string, body?: object): Promise<T> {
  const response = await fetch(`${flowauth.url}${path}`, {
    method,
    headers: {
      'x-flowauth-page': '1',
      cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  for (const line of response.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    cookies.set(name, value)
  }
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
  return (text === '' ? undefined : JSON.parse(text)) as T
}

const mint = (name: string) =>
  send<Minted>('POST', `/api/servers/${serverId}/tokens`, { name, roles: [{ id: roleId }] })

/** What FlowAPI says to a token. */
async function answerTo(token: string): Promise<{ status: number; code?: string }> {
  const response = await gateway(flowapi.address, token).request('/api/0/available_dates')
  const { code } = (await response.json()) as { code?: string }
  return code === undefined ? { status: response.status } : { status: response.status, code }
}

/** Waits until FlowAPI says something else to a token. */
async function until(token: string, status: number): Promise<{ status: number; code?: string }> {
  for (;;) {
    const answer = await answerTo(token)
    if (answer.status === status) return answer
    await sleep(200)
  }
}

test('tokens of a key that FlowAuth has made are good where its keys are read', async () => {
  await send('POST', '/api/session', { username: 'admin', password: FIRST_PASSWORD })
  await send('PUT', '/api/account/password', { current_password: FIRST_PASSWORD, new_password: PASSWORD })
  const url = `${flowapi.address}/api/0/spec/openapi.json`
  const found = await send<object>('POST', '/api/admin/api-descriptions', { url })
  expect(found).toMatchObject({ name: FLOWAPI_IDENTIFIER, refuses_revoked: true })
  const limits = { longest_lifetime_minutes: 60, latest_expiry: null }
  const server = { ...found, description_url: url, ...limits }
  serverId = (await send<{ id: string }>('POST', '/api/admin/servers', server)).id
  const { user } = await send<{ user: { id: string } }>('GET', '/api/session')
  const role = { server_id: serverId, name: 'dates', scopes: ['get_available_dates'], member_ids: [user.id] }
  roleId = (await send<{ id: string }>('POST', '/api/admin/roles', { ...role, ...limits })).id
  first = await mint('first')
  second = await mint('second')
  for (const { jwt } of [first, second]) expect(await answerTo(jwt)).toEqual({ status: 200 })
})

test('what is signed for another purpose opens nothing at FlowAPI', async () => {
  const list = await (await fetch(`${flowauth.url}/revocations`)).text()
  const body = new URLSearchParams({ client_id: 'flowclient' })
  const waiting = await fetch(`${flowauth.url}/api/device/authorization`, { method: 'POST', body })
  const { device_code, user_code } = (await waiting.json()) as Record<'device_code' | 'user_code', string>
  expect([...cookies.keys()].sort()).toEqual(['flowauth-access', 'flowauth-device', 'flowauth-refresh'])
  const others = { list, device_code, user_code, one_time_password: FIRST_PASSWORD, password: PASSWORD }
  for (const [name, value] of [...cookies, ...Object.entries(others)]) {
    expect(value, name).not.toBe('')
    expect((await answerTo(value)).status, name).toBe(422)
  }
})

test('a revoked token is refused within a minute, the others are not; a new key is known by then', async () => {
  await flowauth.command('keys', 'rotate', '--after', '0')
  ofNewKey = await mint('of the new key')
  await send('POST', `/api/tokens/${first.token.id}/revocation`)
  expect(await until(first.jwt, 401)).toEqual({ status: 401, code: 'token_revoked' })
  await until(ofNewKey.jwt, 200)
  expect(await answerTo(second.jwt)).toEqual({ status: 200 })
})

test('a key that is retired takes its tokens with it', async () => {
  const lines = (await flowauth.command('keys', 'list')).trim().split('\n')
  expect(lines.map(line => line.split(/ +/)[1])).toEqual(['signing', 'former'])
  await flowauth.command('keys', 'retire', lines[1]?.split(' ')[0] ?? '')
  expect(await until(second.jwt, 422)).toEqual({ status: 422, code: 'token_signature' })
  expect(await answerTo(ofNewKey.jwt)).toEqual({ status: 200 })
})

test('a list for those who cannot fetch it is printed, and says when the next one is due', async () => {
  const [, payload = ''] = (await flowauth.command('revocation-list', '--next', '48')).split('.')
  const { iat, next, revoked } = JSON.parse(Buffer.from(payload, 'base64url').toString())
  expect(next - iat).toBe(48 * 3600)
  expect(revoked).toEqual([first.token.id])
})

test('what is secret in the database is encrypted anew while FlowAuth runs, which goes on signing', async () => {
  const said = await flowauth.command('keys', 're-encrypt')
  expect(said).toContain('2 secrets are encrypted with FLOWAUTH_FERNET_KEY')
  expect(await answerTo((await mint('afterwards')).jwt)).toEqual({ status: 200 })
})
