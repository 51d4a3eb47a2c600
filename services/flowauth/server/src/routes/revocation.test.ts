import { createPublicKey, createVerify } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import type { MintedToken, Token, TokenList } from '../api/tokens.ts'
import { TokenKeys } from '../keys/token-keys.ts'
import type { TestBrowser } from '../testing/browser.ts'
import { registration } from '../testing/descriptions.ts'
import { useFlowAuth } from '../testing/flowauth.ts'
import { RevocationLists } from '../tokens/revocation-lists.ts'

const flowauth = useFlowAuth()
let admin: TestBrowser
let ana: TestBrowser
let anaId: string
let benId: string
let ben: TestBrowser
let serverId: string

beforeAll(async () => {
  await flowauth.addUser('root', true)
  anaId = await flowauth.addUser('ana')
  benId = await flowauth.addUser('ben')
  admin = await flowauth.signIn('root')
  ana = await flowauth.signIn('ana')
  ben = await flowauth.signIn('ben')
  serverId = await register('TEST_SERVER')
})

async function register(name: string): Promise<string> {
  return (await admin.post<{ id: string }>('/api/admin/servers', registration(name))).body.id
}

const contents = (name: string, changes: object = {}) => ({
  name,
  scopes: ['run', 'get_result', 'admin3:flows:flows'],
  member_ids: [anaId, benId],
  longest_lifetime_minutes: 600,
  latest_expiry: null,
  ...changes,
})

async function addRole(name: string, server = serverId): Promise<string> {
  const role = { server_id: server, ...contents(name) }
  return (await admin.post<{ id: string }>('/api/admin/roles', role)).body.id
}

async function mint(browser: TestBrowser, roles: object[], server = serverId): Promise<Token> {
  const { status, body } = await browser.post<MintedToken>(`/api/servers/${server}/tokens`, {
    name: 'x',
    roles,
  })
  if (status !== 201) throw new Error(JSON.stringify(body))
  return body.token
}

/** Why tokens were revoked; null for those that were not. */
async function reasons(...tokens: readonly Token[]): Promise<(string | null)[]> {
  const { rows } = await flowauth.pool.query<{ token_id: string; because: string }>(
    'SELECT * FROM revocations',
  )
  const known = new Map(rows.map(({ token_id, because }) => [token_id, because]))
  return tokens.map(({ id }) => known.get(id) ?? null)
}

describe('a token is revoked', () => {
  test('by its owner, who sees it, and not by another user', async () => {
    const role = await addRole('own')
    const [token, other] = [await mint(ana, [{ id: role }]), await mint(ana, [{ id: role }])]
    expect((await ben.post(`/api/tokens/${token.id}/revocation`)).body.code).toBe('token_unknown')
    const { status, body } = await ana.post<Token>(`/api/tokens/${token.id}/revocation`)
    expect(status).toBe(200)
    expect(body).toMatchObject({ id: token.id, revoked_at: expect.any(String), revoked_because: 'owner' })
    expect((await ana.post<Token>(`/api/tokens/${token.id}/revocation`)).body).toEqual(body)
    const { body: list } = await ana.get<TokenList>(`/api/servers/${serverId}/tokens`)
    expect(list.tokens.find(({ id }) => id === token.id)).toEqual(body)
    expect(list.tokens.find(({ id }) => id === other.id)?.revoked_at).toBeNull()
    const { rows } = await flowauth.pool.query("SELECT username FROM audit WHERE event = 'token_revoked'")
    expect(rows).toEqual([{ username: 'ana' }, { username: 'ana' }])
  })

  test('by an administrator', async () => {
    const token = await mint(ana, [{ id: await addRole('watched') }])
    const { body } = await admin.post<Token>(`/api/admin/tokens/${token.id}/revocation`)
    expect(body).toMatchObject({ username: 'ana', revoked_because: 'administrator' })
  })

  test('when its owner is suspended, and stays so when they are let in again', async () => {
    const role = await addRole('shared')
    const [hers, his] = [await mint(ana, [{ id: role }]), await mint(ben, [{ id: role }])]
    await admin.send('PATCH', `/api/admin/users/${benId}`, { suspended: true })
    await admin.send('PATCH', `/api/admin/users/${benId}`, { suspended: false })
    expect(await reasons(hers, his)).toEqual([null, 'user_suspended'])
    ben = await flowauth.signIn('ben')
  })

  test('when its owner loses one of its roles, on either page', async () => {
    const [kept, lost] = [await addRole('kept'), await addRole('lost')]
    const both = [{ id: kept }, { id: lost }]
    const tokens = [await mint(ana, both), await mint(ana, [{ id: kept }]), await mint(ben, both)] as const
    await admin.send('PUT', `/api/admin/roles/${lost}`, contents('lost', { member_ids: [benId] }))
    expect(await reasons(...tokens)).toEqual(['role_taken', null, null])
    await admin.send('PATCH', `/api/admin/users/${benId}`, { role_ids: [kept] })
    expect(await reasons(...tokens)).toEqual(['role_taken', null, 'role_taken'])
    await admin.send('PATCH', `/api/admin/users/${benId}`, { role_ids: [kept, lost] })
  })

  test('when a role loses a scope that it has, and not by other changes of the role', async () => {
    const id = await addRole('narrowed')
    const whole = await mint(ana, [{ id }])
    const part = await mint(ana, [{ id, scopes: ['run'] }])
    const other = await mint(ana, [{ id, scopes: ['get_result', 'admin3:flows:flows'] }])
    const wider = { scopes: ['run', 'get_result', 'admin3:flows:flows', 'get_available_dates'] }
    await admin.send(
      'PUT',
      `/api/admin/roles/${id}`,
      contents('renamed', { ...wider, longest_lifetime_minutes: 5 }),
    )
    expect(await reasons(whole, part, other)).toEqual([null, null, null])
    await admin.send('PUT', `/api/admin/roles/${id}`, contents('renamed', { scopes: ['run'] }))
    expect(await reasons(whole, part, other)).toEqual(['role_changed', null, 'role_changed'])
  })

  test('when its server no longer has a scope that it has', async () => {
    const server = await register('SHRINKING')
    const id = await addRole('shrunk', server)
    const whole = await mint(ana, [{ id }], server)
    const part = await mint(ana, [{ id, scopes: ['run'] }], server)
    const update = { name: 'SHRINKING', scopes: ['run', 'get_result'], description_url: null }
    expect((await admin.send('PUT', `/api/admin/servers/${server}/scopes`, update)).status).toBe(200)
    expect(await reasons(whole, part)).toEqual(['role_changed', null])
  })

  test('when a role of it is removed, or its server', async () => {
    const role = await addRole('doomed')
    const token = await mint(ana, [{ id: role }])
    await admin.send('DELETE', `/api/admin/roles/${role}`)
    const server = await register('DOOMED')
    const forServer = await mint(ana, [{ id: await addRole('there', server) }], server)
    await admin.send('DELETE', `/api/admin/servers/${server}`)
    expect(await reasons(token, forServer)).toEqual(['role_removed', 'server_removed'])
  })

  test('even if it is being made while what it needs is taken away', async () => {
    const role = await addRole('raced')
    const making = () =>
      ana.post<MintedToken>(`/api/servers/${serverId}/tokens`, { name: 'x', roles: [{ id: role }] })
    const [removal, ...made] = await Promise.all([
      admin.send('DELETE', `/api/admin/roles/${role}`),
      ...Array.from({ length: 5 }, making),
    ])
    expect(removal.status).toBe(204)
    const tokens = made.flatMap(({ status, body }) => (status === 201 ? [body.token] : []))
    expect(await reasons(...tokens)).toEqual(tokens.map(() => 'role_removed'))
  })
})

describe('the list of revoked tokens', () => {
  /** Reads one as RFC 7515 has it, without the library that signs it. */
  function read(list: string) {
    const [header = '', payload = '', signature = ''] = list.split('.')
    const verify = createVerify('RSA-SHA256').update(`${header}.${payload}`)
    expect(verify.verify(createPublicKey(flowauth.publicKey), Buffer.from(signature, 'base64url'))).toBe(true)
    return JSON.parse(Buffer.from(payload, 'base64url').toString())
  }
  /** What FlowAuth would give out some seconds later. */
  const issue = () => {
    const keys = new TokenKeys(flowauth.pool, flowauth.signingKey, { current: Buffer.alloc(32), former: [] })
    return new RevocationLists(flowauth.pool, keys).issue(60)
  }

  test('is signed and numbered, says when the next one is due, and names tokens and nobody else', async () => {
    const role = await addRole('listed')
    const [expired, ended, good] = [
      await mint(ana, [{ id: role }]),
      await mint(ana, [{ id: role }, { id: await addRole('ended') }]),
      await mint(ana, [{ id: role }]),
    ]
    await ana.post(`/api/tokens/${expired.id}/revocation`)
    await flowauth.pool.query(
      "UPDATE revocations SET expires_at = now() - interval '1 s' WHERE token_id = $1",
      [expired.id],
    )
    await flowauth.pool.query("UPDATE roles SET latest_expiry = now() - interval '1 s' WHERE name = 'ended'")
    const response = await fetch(`${flowauth.url}/revocations`)
    expect(response.headers.get('content-type')).toContain('application/jwt')
    const first = read(await response.text())
    expect(first).toEqual({
      type: 'revocation_list',
      aud: 'urn:flowkit:revocations',
      number: expect.any(Number),
      iat: expect.any(Number),
      next: first.iat + 60,
      revoked: expect.arrayContaining([ended.id]),
    })
    expect(Math.abs(first.number / 1000 - Date.now() / 1000)).toBeLessThan(60)
    expect(first.revoked).not.toContain(expired.id)
    expect(first.revoked).not.toContain(good.id)
    expect(await reasons(ended)).toEqual(['role_ended'])
    await ana.post(`/api/tokens/${good.id}/revocation`)
    const second = read(await issue())
    expect(second.number).toBeGreaterThan(first.number)
    expect(second.revoked).toContain(good.id)
  })

  test('has numbers that rise, whatever the clock says', async () => {
    await flowauth.pool.query('UPDATE revocation_list SET number = 9000000000000000')
    expect(read(await issue()).number).toBe(9_000_000_000_000_001)
  })
})
