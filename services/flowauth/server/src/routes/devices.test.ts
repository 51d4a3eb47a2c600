import jwt from 'jsonwebtoken'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { forgetOldDeviceRequests } from '../devices/device-requests.ts'
import type { TestBrowser } from '../testing/browser.ts'
import { registration } from '../testing/descriptions.ts'
import { GOOD_PASSWORD, useFlowAuth } from '../testing/flowauth.ts'

const flowauth = useFlowAuth()
const REQUESTS = '/api/account/device-requests'
const CLIENTS = '/api/account/clients'
const SERVER_NAME = 'TEST_SERVER'
const GRANT = 'urn:ietf:params:oauth:grant-type:device_code'

let admin: TestBrowser
let ana: TestBrowser
let anaId: string
let serverId: string
let roleId: string
beforeAll(async () => {
  await flowauth.addUser('root', true)
  admin = await flowauth.signIn('root')
  const server = await admin.post('/api/admin/servers', registration(SERVER_NAME))
  serverId = String(server.body.id)
  anaId = await flowauth.addUser('ana')
  const role = await admin.post('/api/admin/roles', {
    server_id: serverId,
    name: 'counts',
    scopes: ['run', 'get_result'],
    member_ids: [anaId],
    longest_lifetime_minutes: 60,
    latest_expiry: null,
  })
  roleId = String(role.body.id)
})
beforeEach(async () => {
  ana = await flowauth.signIn('ana')
  await flowauth.pool.query('DELETE FROM device_requests')
  await flowauth.pool.query('DELETE FROM client_grants')
})

/** Sends a form, as OAuth clients do. */
async function send(path: string, form: Record<string, string>, headers: Record<string, string> = {}) {
  const response = await fetch(`${flowauth.url}/api/device/${path}`, {
    method: 'POST',
    headers,
    body: new URLSearchParams(form),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? {} : JSON.parse(text) }
}
const begin = async (headers = {}) =>
  (await send('authorization', { client_id: 'flowclient 0.1.0' }, headers)).body
const poll = (device_code: string) => send('token', { grant_type: GRANT, device_code })
const renew = (refresh_token: string) => send('token', { grant_type: 'refresh_token', refresh_token })
const lookUp = (user_code: string, browser = ana) => browser.post(REQUESTS, { user_code })
const choice = () => ({ server_id: serverId, roles: [{ id: roleId }] })

/** Lets a client in for ana, who is given its tokens. */
async function letIn(more = {}) {
  const codes = await begin()
  const { body } = await lookUp(codes.user_code)
  const approval = await ana.send('PUT', `${REQUESTS}/${body.id}`, { ...choice(), ...more })
  expect(approval.status).toBe(204)
  return { codes, tokens: (await poll(codes.device_code)).body }
}

/** Why tokens that clients were given are revoked; null for those that are not. */
async function reasonsOf(...given: readonly { readonly access_token: string }[]) {
  const ids = given.map(({ access_token }) => String(Object(jwt.decode(access_token)).jti))
  const { rows } = await flowauth.pool.query<{ token_id: string; because: string }>(
    'SELECT token_id, because FROM revocations',
  )
  const known = new Map(rows.map(({ token_id, because }) => [token_id, because]))
  return ids.map(id => known.get(id) ?? null)
}

async function endOnlyClient(): Promise<void> {
  const { body } = await ana.get<{ id: string }[]>(CLIENTS)
  expect(body).toHaveLength(1)
  expect((await ana.send('DELETE', `${CLIENTS}/${body[0]?.id}`)).status).toBe(204)
}

let another: Promise<string> | undefined
/** Somebody else, whom nothing of this concerns. */
function bystander(): Promise<string> {
  another ??= flowauth.addUser('bystander')
  return another
}

describe('a client that waits', () => {
  test('is given a code to show and another to poll with, and is told to wait', async () => {
    const codes = await begin()
    expect(codes).toMatchObject({ expires_in: 600, interval: 5 })
    expect(codes.user_code).toMatch(/^[B-DF-HJ-NP-TV-XZ]{4}-[B-DF-HJ-NP-TV-XZ]{4}$/)
    expect(codes.verification_uri).toBe('http://localhost:9091/device')
    expect(codes.verification_uri_complete).toBe(`http://localhost:9091/device?code=${codes.user_code}`)
    expect(await poll(codes.device_code)).toEqual({ status: 400, body: { error: 'authorization_pending' } })
  })

  test('has to slow down when it asks too often, each time more', async () => {
    const { device_code } = await begin()
    await poll(device_code)
    expect((await poll(device_code)).body.error).toBe('slow_down')
    expect((await poll(device_code)).body.error).toBe('slow_down')
    const { rows } = await flowauth.pool.query('SELECT interval_seconds FROM device_requests')
    expect(rows).toEqual([{ interval_seconds: 15 }])
  })

  test('is shown to whoever types its code, in any case and with any separators', async () => {
    const codes = await begin({ 'x-forwarded-for': '198.51.100.7' })
    const { status, body } = await lookUp(codes.user_code.toLowerCase().replace('-', ' '))
    expect(status).toBe(200)
    expect(body).toMatchObject({ client: 'flowclient 0.1.0', address: '198.51.100.7' })
  })

  test('is told when it is refused, and when its time has passed', async () => {
    const refused = await begin()
    const { body } = await lookUp(refused.user_code)
    expect((await ana.send('DELETE', `${REQUESTS}/${body.id}`)).status).toBe(204)
    expect((await poll(refused.device_code)).body.error).toBe('access_denied')
    const late = await begin()
    await flowauth.pool.query("UPDATE device_requests SET expires_at = now() - interval '1 second'")
    expect((await poll(late.device_code)).body.error).toBe('expired_token')
    expect((await lookUp(late.user_code)).body.code).toBe('device_code_unknown')
    await flowauth.pool.query("UPDATE device_requests SET expires_at = now() - interval '2 hours'")
    await forgetOldDeviceRequests(flowauth.pool)
    expect((await poll(late.device_code)).body.error).toBe('invalid_grant')
  })

  test('says what it is in letters: nothing else is shown to people', async () => {
    expect((await send('authorization', { client_id: '<b>x</b>' })).status).toBe(400)
    expect((await send('authorization', { client_id: 'x'.repeat(76) })).status).toBe(400)
    expect((await send('authorization', {})).status).toBe(400)
  })

  test('is one of twenty at its address at most', async () => {
    const from = { 'x-forwarded-for': '203.0.113.9' }
    for (let waiting = 0; waiting < 20; waiting += 1) await begin(from)
    expect((await send('authorization', { client_id: 'x' }, from)).status).toBe(429)
    expect((await send('authorization', { client_id: 'x' })).status).toBe(200)
  })

  test('speaks OAuth, and is answered in it', async () => {
    expect((await send('token', { grant_type: 'password' })).body).toEqual({
      error: 'unsupported_grant_type',
    })
    expect((await send('token', { grant_type: GRANT })).body).toEqual({ error: 'invalid_request' })
    expect((await poll('nonsense')).body).toEqual({ error: 'invalid_grant' })
  })
})

describe('letting a client in', () => {
  test('gives it a token of the chosen roles, in the name of who let it in, once', async () => {
    const { codes, tokens } = await letIn()
    expect(tokens).toMatchObject({ token_type: 'Bearer', expires_in: 3600, server: { name: SERVER_NAME } })
    const claims = jwt.verify(tokens.access_token, flowauth.publicKey, { algorithms: ['RS256'] })
    expect(claims).toMatchObject({ sub: 'ana', aud: SERVER_NAME })
    expect((await poll(codes.device_code)).body.error).toBe('invalid_grant')
    const { body } = await ana.get<object[]>(CLIENTS)
    expect(body[0]).toMatchObject({ client: 'flowclient 0.1.0', server: SERVER_NAME, roles: ['counts'] })
    expect(JSON.stringify(flowauth.logLines)).not.toContain(tokens.refresh_token)
    expect(JSON.stringify(flowauth.logLines)).not.toContain(codes.user_code)
  })

  test('needs a password that was just given', async () => {
    const { user_code } = await begin()
    await flowauth.refresh(ana)
    expect((await lookUp(user_code)).body.code).toBe('reauthentication_needed')
  })

  test('is for roles that one has', async () => {
    await flowauth.addUser('bo')
    const bo = await flowauth.signIn('bo')
    const { body } = await lookUp((await begin()).user_code, bo)
    const refused = await bo.send('PUT', `${REQUESTS}/${body.id}`, choice())
    expect([refused.status, refused.body.code]).toEqual([404, 'server_unknown'])
  })

  test('is done once: nobody changes it afterwards', async () => {
    const codes = await begin()
    const { body } = await lookUp(codes.user_code)
    await ana.send('PUT', `${REQUESTS}/${body.id}`, choice())
    for (const [method, sent] of [
      ['PUT', choice()],
      ['DELETE', undefined],
    ] as const)
      expect((await ana.send(method, `${REQUESTS}/${body.id}`, sent)).body.code).toBe('device_code_unknown')
  })

  test('is recorded, and so are wrong codes', async () => {
    await letIn()
    await lookUp('BBBB-BBBB')
    const { body } = await admin.get<{ entries: { event: string }[] }>('/api/admin/audit?username=ana')
    const events = body.entries.map(({ event }) => event)
    expect(events).toEqual(expect.arrayContaining(['client_let_in', 'token_made', 'client_code_wrong']))
  })

  test('has to wait after five wrong codes, which keeps nobody from signing in', async () => {
    await flowauth.addUser('guesser')
    const guesser = await flowauth.signIn('guesser')
    const answers = []
    for (let attempt = 0; attempt < 6; attempt += 1)
      answers.push((await lookUp(`BBBB-BBB${'BCDFGH'[attempt]}`, guesser)).body.code)
    expect(answers.slice(0, 5)).toEqual(Array(5).fill('device_code_unknown'))
    expect(answers[5]).toBe('too_many_attempts')
    await flowauth.signIn('guesser')
  })
})

describe('a client that was let in', () => {
  test('renews its token with what it was given, each time once', async () => {
    const { tokens } = await letIn()
    const next = await renew(tokens.refresh_token)
    expect(next.status).toBe(200)
    expect(next.body.access_token).not.toBe(tokens.access_token)
    expect((await renew(next.body.refresh_token)).status).toBe(200)
  })

  test('is told where its server is, as does the page of its person', async () => {
    const where = async () => {
      const { tokens } = await letIn()
      const next = (await renew(tokens.refresh_token)).body
      const { body: page } = await ana.get<{ url: string | null }>(`/api/servers/${serverId}`)
      return [tokens.server, next.server, { name: SERVER_NAME, url: page.url }]
    }
    const at = (url: string | null) => Array(3).fill({ name: SERVER_NAME, url })
    expect(await where()).toEqual(at(null))
    const read = {
      scopes: ['run', 'get_result'],
      description_url: 'http://flowapi:9090/api/0/spec/openapi.json',
    }
    const takeOver = (more: object) =>
      admin.send('PUT', `/api/admin/servers/${serverId}/scopes`, { name: SERVER_NAME, ...read, ...more })
    expect((await takeOver({})).status).toBe(200)
    expect(await where()).toEqual(at('http://flowapi:9090'))
    expect((await takeOver({ public_url: 'http://localhost:9090' })).status).toBe(200)
    expect(await where()).toEqual(at('http://localhost:9090'))
  })

  test('cannot be guessed: an address that renews with what is nothing has to wait', async () => {
    const from = { 'x-forwarded-for': '203.0.113.77' }
    const guess = () => send('token', { grant_type: 'refresh_token', refresh_token: 'x'.repeat(43) }, from)
    const statuses = []
    for (let count = 0; count < 31; count += 1) statuses.push((await guess()).status)
    expect(statuses).toEqual([...Array(30).fill(400), 429])
    const { tokens } = await letIn()
    expect((await renew(tokens.refresh_token)).status).toBe(200)
  })

  test('is out when what it renews with is used twice: somebody has copied it', async () => {
    const { tokens } = await letIn()
    const next = await renew(tokens.refresh_token)
    expect((await renew(tokens.refresh_token)).body.error).toBe('invalid_grant')
    expect((await renew(next.body.refresh_token)).body.error).toBe('invalid_grant')
    expect(await reasonsOf(tokens, next.body)).toEqual(['client_ended', 'client_ended'])
  })

  test.each([
    ['signs out', (refreshToken: string) => send('revocation', { token: refreshToken })],
    ['is ended by its person', endOnlyClient],
    ['is out with a new password', () => changePassword()],
  ])(
    'that %s leaves no token behind that is good for anything, also not one that was renewed',
    async (_, end) => {
      const other = await letIn()
      await flowauth.pool.query('UPDATE client_grants SET user_id = $1', [await bystander()])
      const { tokens } = await letIn()
      const next = await renew(tokens.refresh_token)
      expect(await reasonsOf(tokens, next.body)).toEqual([null, null])
      await end(next.body.refresh_token)
      expect(await reasonsOf(tokens, next.body, other.tokens)).toEqual(['client_ended', 'client_ended', null])
    },
  )

  test('gets tokens that live as long as was chosen, and never longer than the role allows today', async () => {
    const { tokens } = await letIn({ lifetime_minutes: 10 })
    expect(tokens.expires_in).toBe(600)
    const change = (longest_lifetime_minutes: number) =>
      flowauth.pool.query('UPDATE roles SET longest_lifetime_minutes = $2 WHERE id = $1', [
        roleId,
        longest_lifetime_minutes,
      ])
    await change(3)
    const shorter = await renew(tokens.refresh_token)
    await change(60)
    expect(shorter.body.expires_in).toBe(180)
    expect((await renew(shorter.body.refresh_token)).body.expires_in).toBe(600)
  })

  test('is out once its user has lost the role, and is told why', async () => {
    const { tokens } = await letIn()
    await flowauth.pool.query('DELETE FROM role_members WHERE user_id = $1', [anaId])
    const refused = await renew(tokens.refresh_token)
    await flowauth.pool.query('INSERT INTO role_members (role_id, user_id) VALUES ($1, $2)', [roleId, anaId])
    expect(refused.body).toEqual({ error: 'invalid_grant', error_description: 'You do not have this role.' })
    expect((await ana.get(CLIENTS)).body).toEqual([])
  })

  test.each([
    ['changes the password', () => changePassword()],
    [
      'has to set up a second factor',
      () => admin.send('PATCH', `/api/admin/users/${anaId}`, { needs_second_factor: true }),
    ],
    ['is suspended', () => admin.send('PATCH', `/api/admin/users/${anaId}`, { suspended: true })],
  ])('is out when its user %s', async (_what, happens) => {
    const { tokens } = await letIn()
    await happens()
    const refused = await renew(tokens.refresh_token)
    const restored = { suspended: false, needs_second_factor: false }
    await admin.send('PATCH', `/api/admin/users/${anaId}`, restored)
    expect(refused.body.error).toBe('invalid_grant')
  })

  test('is out when it says so itself, or its user does', async () => {
    const [own, users] = [await letIn(), await letIn()]
    expect((await send('revocation', { token: own.tokens.refresh_token })).status).toBe(200)
    expect((await renew(own.tokens.refresh_token)).body.error).toBe('invalid_grant')
    expect((await send('revocation', { token: 'nonsense' })).status).toBe(200)
    const { body } = await ana.get<{ id: string }[]>(CLIENTS)
    expect((await ana.send('DELETE', `${CLIENTS}/${body[0]?.id}`)).status).toBe(204)
    expect((await renew(users.tokens.refresh_token)).body.error).toBe('invalid_grant')
    expect((await ana.send('DELETE', `${CLIENTS}/${body[0]?.id}`)).body.code).toBe('client_unknown')
  })

  async function changePassword() {
    const other = 'mosaic.Thunder.58.velvet.Oxbow'
    const change = (current_password: string, new_password: string) =>
      ana.send('PUT', '/api/account/password', { current_password, new_password })
    expect((await change(GOOD_PASSWORD, other)).status).toBe(200)
    await change(other, GOOD_PASSWORD)
  }
})
