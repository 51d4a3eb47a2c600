import { createPublicKey, createVerify } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import type { MintedToken, TokenList, TokenPreview } from '../api/tokens.ts'
import type { TestBrowser } from '../testing/browser.ts'
import { registration, SCOPES } from '../testing/descriptions.ts'
import { useFlowAuth } from '../testing/flowauth.ts'

const flowauth = useFlowAuth()
let admin: TestBrowser
let ana: TestBrowser
let anaId: string
let serverId: string
let server: string

beforeAll(async () => {
  await flowauth.addUser('root', true)
  anaId = await flowauth.addUser('ana')
  admin = await flowauth.signIn('root')
  ana = await flowauth.signIn('ana')
  const { body } = await admin.post<{ id: string }>('/api/admin/servers', registration('TEST_SERVER'))
  serverId = body.id
  server = `/api/servers/${serverId}`
})

/** Gives Ana a role, and answers its id. */
async function giveRole(name: string, changes: object = {}): Promise<string> {
  const { status, body } = await admin.post<{ id: string }>('/api/admin/roles', {
    server_id: serverId,
    name,
    scopes: ['run', 'get_result', 'admin3:flows:flows'],
    member_ids: [anaId],
    longest_lifetime_minutes: 600,
    latest_expiry: null,
    ...changes,
  })
  if (status !== 201) throw new Error(JSON.stringify(body))
  return body.id
}

/** Reads a token as RFC 7515 and FlowKit have it, without the libraries that made it. */
function read(jwt: string) {
  const [header = '', payload = '', signature = ''] = jwt.split('.')
  const verify = createVerify('RSA-SHA256').update(`${header}.${payload}`)
  const genuine = verify.verify(createPublicKey(flowauth.publicKey), Buffer.from(signature, 'base64url'))
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
  const roles = JSON.parse(gunzipSync(Buffer.from(claims.user_claims, 'base64')).toString())
  return { genuine, claims, roles }
}

const minutesFromNow = (iso: string) => (Date.parse(iso) - Date.now()) / 60_000

describe('a token', () => {
  test('has the claims that FlowAPI expects, and is kept without the token itself', async () => {
    const id = await giveRole('analyst')
    const { status, body } = await ana.post<MintedToken>(`${server}/tokens`, {
      name: 'for the flood report',
      roles: [{ id }],
    })
    expect(status).toBe(201)
    const { genuine, claims, roles } = read(body.jwt)
    expect(genuine).toBe(true)
    expect(roles).toEqual({ analyst: ['admin3:flows:flows', 'get_result', 'run'] })
    expect(claims).toEqual({
      iat: expect.any(Number),
      nbf: claims.iat,
      exp: claims.iat + 600 * 60,
      jti: body.token.id,
      type: 'access',
      iss: 'http://localhost:9091',
      sub: 'ana',
      identity: 'ana',
      aud: 'TEST_SERVER',
      user_claims: expect.stringMatching(/^([\w+/=]{1,76}\n)+$/),
    })
    expect(body.token).toEqual({
      id: expect.any(String),
      name: 'for the flood report',
      username: 'ana',
      issued_at: new Date(claims.iat * 1000).toISOString(),
      expires_at: new Date(claims.exp * 1000).toISOString(),
      size_bytes: body.jwt.length,
      revoked_at: null,
      revoked_because: null,
      roles: [{ name: 'analyst', part_of_role: false }],
    })
    const { body: mine } = await ana.get<TokenList>(`${server}/tokens`)
    expect(mine).toEqual({ tokens: [body.token], more: false })
    const { body: all } = await admin.get<TokenList>(`/api/admin/servers/${serverId}/tokens`)
    expect(all.tokens).toEqual([body.token])
    expect(JSON.stringify(flowauth.logLines)).not.toContain(body.jwt.split('.')[2])
    const { rows } = await flowauth.pool.query('SELECT tokens::text AS row FROM tokens')
    expect(JSON.stringify(rows)).not.toContain(body.jwt.split('.')[1])
  })

  test('takes a part of a role', async () => {
    const id = await giveRole('partly')
    const choice = { name: 'part', roles: [{ id, scopes: ['run'] }] }
    const { body } = await ana.post<MintedToken>(`${server}/tokens`, choice)
    expect(read(body.jwt).roles).toEqual({ partly: ['run'] })
    expect(body.token.roles).toEqual([{ name: 'partly', part_of_role: true }])
    const more = { name: 'more', roles: [{ id, scopes: ['run', 'get_available_dates'] }] }
    expect((await ana.post(`${server}/tokens`, more)).body).toMatchObject({
      code: 'scope_not_in_role',
      payload: { role: 'partly', scopes: ['get_available_dates'] },
    })
  })

  test('ends at the earliest of what was asked for, the server, and each role, and it is said which', async () => {
    const day = await giveRole('day', { longest_lifetime_minutes: 2000 })
    const hour = await giveRole('hour', { longest_lifetime_minutes: 60 })
    const soon = new Date(Date.now() + 30 * 60_000).toISOString()
    const dated = await giveRole('dated', { latest_expiry: soon })
    const preview = async (ids: string[], lifetime_minutes?: number) =>
      (
        await ana.post<TokenPreview>(`${server}/tokens/preview`, {
          roles: ids.map(id => ({ id })),
          lifetime_minutes,
        })
      ).body
    const byServer = await preview([day])
    expect(byServer.limited).toEqual({ by: 'server', rule: 'lifetime' })
    expect(minutesFromNow(byServer.expires_at)).toBeCloseTo(1440, -1)
    const byRole = await preview([day, hour])
    expect(byRole.limited).toEqual({ by: 'role', role: 'hour', rule: 'lifetime' })
    expect(minutesFromNow(byRole.expires_at)).toBeCloseTo(60, -1)
    const byDate = await preview([day, hour, dated])
    expect(byDate.limited).toEqual({ by: 'role', role: 'dated', rule: 'date' })
    expect(Math.abs(Date.parse(byDate.expires_at) - Date.parse(soon))).toBeLessThan(1000)
    expect((await preview([day, hour], 5)).limited).toEqual({ by: 'request' })
    expect((await preview([hour], 10_000)).limited).toEqual({ by: 'role', role: 'hour', rule: 'lifetime' })
  })

  test('is as large as its preview says', async () => {
    const id = await giveRole('everything', { scopes: SCOPES })
    const choice = { roles: [{ id }] }
    const { body: preview } = await ana.post<TokenPreview>(`${server}/tokens/preview`, choice)
    const { body: minted } = await ana.post<MintedToken>(`${server}/tokens`, { name: 'all', ...choice })
    expect(preview.scope_count).toBe(SCOPES.length)
    expect(preview.size_bytes).toBe(minted.jwt.length)
  })

  test('is not made with a role whose date has passed, or that its owner does not have', async () => {
    const past = await giveRole('past', { latest_expiry: '2020-01-01T00:00:00Z' })
    const late = await ana.post(`${server}/tokens`, { name: 'x', roles: [{ id: past }] })
    expect(late.body).toMatchObject({ code: 'role_expired', payload: { role: 'past' } })
    const others = await giveRole('others', { member_ids: [] })
    const refused = await ana.post(`${server}/tokens`, { name: 'x', roles: [{ id: others }] })
    expect([refused.status, refused.body.code]).toEqual([403, 'role_not_held'])
    const { body: shown } = await ana.get<{ roles: { name: string }[] }>(server)
    expect(shown.roles.map(({ name }) => name)).not.toContain('others')
  })

  test('is not made by somebody without a role on the server, who does not even learn that it is there', async () => {
    await flowauth.addUser('stranger')
    const stranger = await flowauth.signIn('stranger')
    expect((await stranger.get('/api/servers')).body).toEqual([])
    expect((await stranger.get(server)).body.code).toBe('server_unknown')
    expect((await stranger.get(`${server}/tokens`)).body).toEqual({ tokens: [], more: false })
  })
})

describe('a renewal', () => {
  test('makes the same token again, with a new end', async () => {
    const id = await giveRole('renewed')
    const { body: first } = await ana.post<MintedToken>(`${server}/tokens`, {
      name: 'weekly',
      roles: [{ id, scopes: ['run', 'get_result'] }],
      lifetime_minutes: 5,
    })
    await flowauth.pool.query("UPDATE tokens SET expires_at = now() - interval '1 day' WHERE id = $1", [
      first.token.id,
    ])
    const { status, body } = await ana.post<MintedToken>(`/api/tokens/${first.token.id}/renewal`, {})
    expect(status).toBe(201)
    expect(body.token).toMatchObject({ name: 'weekly', roles: [{ name: 'renewed', part_of_role: true }] })
    expect(body.token.id).not.toBe(first.token.id)
    expect(read(body.jwt).roles).toEqual({ renewed: ['get_result', 'run'] })
    expect(minutesFromNow(body.token.expires_at)).toBeCloseTo(600, -1)
  })

  test('needs every role still, and names those that are missing', async () => {
    const [kept, lost] = [await giveRole('kept'), await giveRole('lost')]
    const { body } = await ana.post<MintedToken>(`${server}/tokens`, {
      name: 'both',
      roles: [{ id: kept }, { id: lost }],
    })
    await admin.send('DELETE', `/api/admin/roles/${lost}`)
    const refused = await ana.post(`/api/tokens/${body.token.id}/renewal`, {})
    expect(refused.body).toMatchObject({ code: 'role_not_held', payload: { roles: ['lost'] } })
  })

  test('is for the owner of the token only', async () => {
    const { rows } = await flowauth.pool.query('SELECT id FROM tokens LIMIT 1')
    expect((await admin.post(`/api/tokens/${rows[0].id}/renewal`, {})).body.code).toBe('token_unknown')
  })
})

describe('a role', () => {
  test('has a name of its own on its server, scopes of the server, and members that exist', async () => {
    await giveRole('unique')
    await expect(giveRole('unique')).rejects.toThrow('role_name_taken')
    await expect(giveRole('a', { scopes: ['fly'] })).rejects.toThrow('scope_unknown')
    await expect(giveRole('b', { member_ids: [serverId] })).rejects.toThrow('member_unknown')
    await expect(giveRole('c', { scopes: [] })).rejects.toThrow('request_invalid')
    await expect(giveRole('c:d')).rejects.toThrow('request_invalid')
  })
})
