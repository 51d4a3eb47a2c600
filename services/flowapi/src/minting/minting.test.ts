import { allScopes } from '@flowkit/contract'
import { type SigningKey, signToken } from '@flowkit/tokens'
import { describe, expect, test } from 'vitest'
import { verifyToken } from '../auth/verify-token.ts'
import { AUDIENCE, rsaTokenKey, secretTokenKey } from '../testing/tokens.ts'
import { seconds } from './lifetime.ts'
import { addRole, universalRole } from './roles.ts'

const contents = {
  id: '3f0b0a52-5a0e-4a56-9a5e-2f2f6f2d7a11',
  user: 'ana',
  audience: AUDIENCE,
  roles: universalRole(),
  issuedAt: 1_000_000,
  expiresAt: 1_000_060,
}

describe.each([
  ['a key pair', rsaTokenKey()],
  ['a shared secret', secretTokenKey()],
])('a token that is signed with %s', (_what, { algorithm, signingKey, rules }) => {
  const id = rules.keys.current.keys[0]?.id ?? null
  const key: SigningKey = { algorithm, id, key: signingKey }
  const token = signToken(contents, key)

  test('has the header and the claims of FlowKit’s generator, and the user twice for older clients', () => {
    const [header = '', payload = ''] = token.split('.')
    const parsed = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString())
    expect(parsed(header)).toEqual({ alg: algorithm, typ: 'JWT', ...(id === null ? {} : { kid: id }) })
    expect(parsed(payload)).toEqual({
      iat: 1_000_000,
      nbf: 1_000_000,
      exp: 1_000_060,
      jti: contents.id,
      type: 'access',
      sub: 'ana',
      identity: 'ana',
      aud: AUDIENCE,
      user_claims: expect.stringMatching(/\n$/),
    })
  })

  test('is accepted by a server that has the other half', async () => {
    const { identity, roles } = await verifyToken(token, rules, 1_000_000)
    expect(identity.subject).toBe('ana')
    expect(Object.values(roles)).toEqual([allScopes()])
  })

  test('is smaller than 12 kB with every scope that there is', () => {
    expect(Buffer.byteLength(token)).toBeLessThan(12_000)
  })
})

describe('a lifetime', () => {
  test.each([
    ['90s', 90],
    ['15m', 900],
    ['24h', 86_400],
    ['7d', 604_800],
  ])('%s is %i seconds', (text, expected) => {
    expect(seconds(text)).toBe(expected)
  })

  test.each(['', '24', 'h', '0s', '-1h', '1.5h', '1w', '24 h'])('"%s" is none', text => {
    expect(() => seconds(text)).toThrow(/duration/)
  })
})

describe('roles', () => {
  test('are a name and scopes; one that is named twice has both lists', () => {
    const first = addRole('analyst=run, get_result')
    const second = addRole('viewer=get_available_dates', first)
    expect(addRole('analyst=admin3:geography:geography', second)).toEqual({
      analyst: ['run', 'get_result', 'admin3:geography:geography'],
      viewer: ['get_available_dates'],
    })
  })

  test('have scopes that exist: others are named', () => {
    expect(() => addRole('analyst=run,fly,admin3:flows:radius_of_gyration')).toThrow(
      'fly, admin3:flows:radius_of_gyration',
    )
  })

  test.each(['analyst', 'analyst=', '=run'])('are not "%s"', text => {
    expect(() => addRole(text)).toThrow(/name=scope/)
  })
})
