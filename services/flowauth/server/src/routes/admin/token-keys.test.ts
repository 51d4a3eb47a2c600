import { createHash, createPublicKey } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import type { TokenKey, TokenKeys } from '../../api/token-keys.ts'
import type { TestBrowser } from '../../testing/browser.ts'
import { registration } from '../../testing/descriptions.ts'
import { useFlowAuth } from '../../testing/flowauth.ts'

const KEYS = '/api/admin/token-keys'

/** The id of a key by RFC 7638, without the library that makes it. */
function thumbprint(pem: string): string {
  const { e, kty, n } = createPublicKey(pem).export({ format: 'jwk' })
  return createHash('sha256').update(JSON.stringify({ e, kty, n })).digest('base64url')
}

describe('keys that FlowAuth makes', () => {
  const flowauth = useFlowAuth({ keepsKeys: true })
  let admin: TestBrowser
  let mint: () => Promise<string>
  beforeAll(async () => {
    const id = await flowauth.addUser('root', true)
    admin = await flowauth.signIn('root')
    const { body: server } = await admin.post<{ id: string }>('/api/admin/servers', registration('X'))
    const { body: role } = await admin.post<{ id: string }>('/api/admin/roles', {
      server_id: server.id,
      name: 'analyst',
      scopes: ['run'],
      member_ids: [id],
      longest_lifetime_minutes: 60,
      latest_expiry: null,
    })
    mint = async () => {
      const choice = { name: 'x', roles: [{ id: role.id }] }
      const { body } = await admin.post<{ jwt: string }>(`/api/servers/${server.id}/tokens`, choice)
      return JSON.parse(Buffer.from(body.jwt.split('.')[0] ?? '', 'base64url').toString()).kid
    }
  })

  const keys = async () => (await admin.get<TokenKeys>(KEYS)).body.keys
  const states = async () => (await keys()).map(({ kid, state }) => [kid, state])
  const published = async () => {
    const response = await fetch(`${flowauth.url}/.well-known/jwks.json`)
    const { keys } = (await response.json()) as { keys: { kid: string }[] }
    const pem = await (await fetch(`${flowauth.url}/.well-known/token-keys.pem`)).text()
    const blocks = pem.match(/-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g) ?? []
    expect(blocks.map(thumbprint)).toEqual(keys.map(({ kid }) => kid))
    return keys.map(({ kid }) => kid)
  }

  test('take over from one another, known to everybody before, until the former one is retired', async () => {
    const first = await mint()
    expect(await states()).toEqual([[first, 'signing']])
    const { status, body: next } = await admin.post<TokenKey>(KEYS, { after_minutes: 10 })
    expect([status, next.state]).toEqual([201, 'next'])
    expect(thumbprint(next.public_key)).toBe(next.kid)
    expect(await published()).toEqual([next.kid, first])
    expect(await mint()).toBe(first)

    await flowauth.pool.query('UPDATE signing_keys SET signs_from = now() WHERE kid = $1', [next.kid])
    expect(await mint()).toBe(next.kid)
    expect(await states()).toEqual([
      [next.kid, 'signing'],
      [first, 'former'],
    ])
    expect((await keys())[1]).toMatchObject({ active_tokens: 2, last_expiry: expect.any(String) })

    const refused = await admin.post(`${KEYS}/${next.kid}/retirement`)
    expect([refused.status, refused.body.code]).toEqual([409, 'key_signs'])
    expect((await admin.post<TokenKey>(`${KEYS}/${first}/retirement`)).body.state).toBe('retired')
    expect(await published()).toEqual([next.kid])
    expect((await admin.post(`${KEYS}/none/retirement`)).body.code).toBe('key_unknown')
    const { rows } = await flowauth.pool.query("SELECT event FROM audit WHERE event LIKE 'key%' ORDER BY id")
    expect(rows).toEqual([{ event: 'key_added' }, { event: 'key_retired' }])
  })
})

describe('a key that the deployment gives', () => {
  const flowauth = useFlowAuth()

  test('is shown and published, and is not FlowAuth’s to change', async () => {
    await flowauth.addUser('root', true)
    const admin = await flowauth.signIn('root')
    const { body } = await admin.get<TokenKeys>(KEYS)
    expect(body).toMatchObject({
      algorithm: 'RS256',
      rotates: false,
      keys: [{ kid: thumbprint(flowauth.publicKey), public_key: flowauth.publicKey, state: 'signing' }],
    })
    expect((await admin.post(KEYS, { after_minutes: 0 })).body.code).toBe('keys_given')
  })
})
