import { createSecretKey } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { keySetOf } from '@flowkit/tokens'
import { describe, expect, test } from 'vitest'
import { ApiError } from '../http/errors.ts'
import {
  AUDIENCE,
  claims,
  packed,
  rsaTokenKey,
  secretTokenKey,
  sign,
  type TokenKey,
} from '../testing/tokens.ts'
import { type TokenRules, verifyToken } from './verify-token.ts'

const roles = { analyst: ['run', 'get_result'], steward: ['get_available_dates'] }
const rsa = rsaTokenKey()
const secret = secretTokenKey()
const TEN_MEGABYTES = gzipSync(Buffer.alloc(10_000_000))
const now = Math.floor(Date.now() / 1000)

async function refusal(token: string, rules: TokenRules): Promise<ApiError> {
  try {
    await verifyToken(token, rules, now)
  } catch (error) {
    if (error instanceof ApiError) return error
    throw error
  }
  throw new Error('The token was accepted')
}

const MODES: readonly { readonly mode: string; readonly key: TokenKey; readonly other: TokenKey }[] = [
  { mode: 'a public key', key: rsa, other: rsaTokenKey() },
  { mode: 'a shared secret', key: secret, other: secretTokenKey() },
]

describe.each(MODES)('with $mode', ({ key, other }) => {
  const { rules } = key
  const good = (changes = {}) => sign(claims(roles, changes), key)

  test('a token of FlowKit’s generator says who calls, with which roles, and until when', async () => {
    const exp = Math.floor(Date.now() / 1000) + 90
    expect(await verifyToken(good({ exp }), rules)).toEqual({
      identity: { issuer: null, subject: 'test', token_id: 'token-1' },
      roles,
      expiresAt: exp,
    })
  })

  test('an issuer, an access type and a list of audiences are taken', async () => {
    const token = good({ iss: 'flowauth', type: 'access', aud: ['OTHER', AUDIENCE], jti: undefined })
    expect((await verifyToken(token, rules)).identity).toEqual({
      issuer: 'flowauth',
      subject: 'test',
      token_id: null,
    })
  })

  test('claims that others have added are ignored', async () => {
    const token = good({ identity: 'somebody else', fresh: false, csrf: 'x' })
    expect((await verifyToken(token, rules)).identity.subject).toBe('test')
  })

  test.each(['nbf', 'iat'])('%s may be up to 30 seconds ahead', async claim => {
    await verifyToken(good({ [claim]: now + 30 }), rules, now)
    expect((await refusal(good({ [claim]: now + 31 }), rules)).body.code).toBe('token_not_yet_valid')
  })

  test('exp is taken to the second', async () => {
    await verifyToken(good({ exp: now + 1 }), rules, now)
    const { statusCode, body } = await refusal(good({ exp: now }), rules)
    expect(statusCode).toBe(401)
    expect(body).toEqual({ status: 'Error', code: 'token_expired', msg: 'Token has expired' })
  })

  test.each<[what: string, code: string, msg: string, token: () => string]>([
    ['without exp', 'token_claims', 'Missing claim: exp', () => good({ exp: undefined })],
    ['whose exp is text', 'token_claims', 'Unusable claim: exp', () => good({ exp: String(now + 300) })],
    ['without iat', 'token_claims', 'Missing claim: iat', () => good({ iat: undefined })],
    ['without sub', 'token_claims', 'Missing claim: sub', () => good({ sub: undefined })],
    ['with an empty sub', 'token_claims', 'Unusable claim: sub', () => good({ sub: '' })],
    ['for another server', 'token_audience', 'The token is for another server', () => good({ aud: 'OTHER' })],
    ['for nobody', 'token_audience', 'The token is for another server', () => good({ aud: undefined })],
    ['for refreshing', 'token_type', 'Only access tokens are allowed', () => good({ type: 'refresh' })],
    ['of another key', 'token_signature', 'Signature verification failed', () => sign(claims(roles), other)],
    [
      'whose claims were changed',
      'token_signature',
      'Signature verification failed',
      () => {
        const [header, , signature] = good().split('.')
        const claimed = Buffer.from(JSON.stringify(claims({ admin: ['run'] }))).toString('base64url')
        return `${header}.${claimed}.${signature}`
      },
    ],
    [
      'without a signature',
      'token_signature',
      'Signature verification failed',
      () => `${good().split('.').slice(0, 2).join('.')}.`,
    ],
    [
      'of the algorithm none',
      'token_algorithm',
      'The token is not signed in the way that this server expects',
      () => `${sign(claims(roles), key, { alg: 'none' }).split('.').slice(0, 2).join('.')}.`,
    ],
    [
      'of the other mode',
      'token_algorithm',
      'The token is not signed in the way that this server expects',
      () => sign(claims(roles), key === rsa ? secret : rsa),
    ],
    ['of three words', 'token_malformed', 'The token is not a JSON Web Token', () => 'not.a.token'],
    ['of no structure', 'token_malformed', 'The token is not a JSON Web Token', () => 'garbage'],
    [
      'whose header is no JSON',
      'token_malformed',
      'The token is not a JSON Web Token',
      () => `${Buffer.from('{"alg":').toString('base64url')}.e30.c2ln`,
    ],
    [
      'whose claims are no JSON',
      'token_malformed',
      'The token is not a JSON Web Token',
      () => {
        const [header, , signature] = good().split('.')
        return `${header}.${Buffer.from('{"sub":').toString('base64url')}.${signature}`
      },
    ],
  ])('a token %s is refused', async (_what, code, msg, token) => {
    const { statusCode, body } = await refusal(token(), rules)
    expect(statusCode).toBe(422)
    expect(body).toEqual({ status: 'Error', code, msg })
  })

  // A gzip file may be a chain of others (RFC 1952, 2.2).
  const gigabyte = () => Buffer.concat(Array.from({ length: 100 }, () => TEN_MEGABYTES)).toString('base64')
  test.each<[what: string, userClaims: () => unknown, code: string]>([
    ['are absent', () => undefined, 'token_claims'],
    ['are plain JSON', () => roles, 'token_claims'],
    ['are empty', () => '', 'token_roles'],
    ['are not base64', () => '*'.repeat(40), 'token_roles'],
    ['are not gzipped', () => Buffer.from(JSON.stringify(roles)).toString('base64'), 'token_roles'],
    ['are cut short', () => packed(JSON.stringify(roles)).slice(0, 40), 'token_roles'],
    ['are not JSON', () => packed('{"analyst":'), 'token_roles'],
    ['are a list', () => packed('["run"]'), 'token_roles'],
    ['have a role that is a text', () => packed('{"analyst":"run"}'), 'token_roles'],
    ['have a scope that is a number', () => packed('{"analyst":[1]}'), 'token_roles'],
    ['unpack to a gigabyte', gigabyte, 'token_roles'],
  ])('a token whose roles %s is refused', async (_what, userClaims, code) => {
    const { statusCode, body } = await refusal(good({ user_claims: userClaims() }), rules)
    expect(statusCode).toBe(422)
    expect(body.code).toBe(code)
  })
})

test('a public key is no secret: a token that is signed with its text is refused', async () => {
  const [known] = rsa.rules.keys.current.keys
  const pem = known?.key.export({ type: 'spki', format: 'pem' }) ?? ''
  const token = sign(claims(roles), { algorithm: 'HS256', signingKey: createSecretKey(Buffer.from(pem)) })
  expect((await refusal(token, rsa.rules)).body.code).toBe('token_algorithm')
})

describe('while one key takes the place of another', () => {
  const next = rsaTokenKey()
  const [old, young] = [rsa, next].map(({ rules }) => rules.keys.current.keys[0])
  if (!old || !young) throw new Error('A key set has a key')
  const both: TokenRules = { ...rsa.rules, keys: { current: keySetOf(old, young) } }

  test('tokens of either are good, whether they name their key or not', async () => {
    for (const [key, id] of [
      [rsa, old.id],
      [next, young.id],
    ] as const)
      for (const header of [{ kid: id }, {}, { kid: 'a name that nobody knows' }])
        expect((await verifyToken(sign(claims(roles), key, header), both)).roles).toEqual(roles)
  })

  test('a token that names the key of another is refused', async () => {
    const token = sign(claims(roles), next, { kid: old.id })
    expect((await refusal(token, both)).body.code).toBe('token_signature')
  })

  test('a key that is not trusted any more makes no good tokens', async () => {
    const token = sign(claims(roles), rsa, { kid: old.id })
    expect((await refusal(token, next.rules)).body.code).toBe('token_signature')
  })

  test('without any key, callers are told to come again', async () => {
    const none: TokenRules = { ...rsa.rules, keys: { current: { algorithm: 'RS256', keys: [] } } }
    const { statusCode, body, retryAfter } = await refusal(sign(claims(roles), rsa), none)
    expect([statusCode, body.code, retryAfter]).toEqual([503, 'token_keys_unknown', 10])
  })
})
