import { createHmac, randomBytes } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { sharedSecret } from './keys.ts'
import { signToken } from './sign-token.ts'

test('a token that is signed with a shared secret is HS256, and says what it was told to', () => {
  const secret = randomBytes(32).toString('hex')
  const roles = { analyst: ['run', 'admin3:flows:flows'], viewer: ['get_available_dates'] }
  const contents = {
    id: '3f0b0a52-5a0e-4a56-9a5e-2f2f6f2d7a11',
    user: 'ana',
    audience: 'TEST_SERVER',
    issuer: 'http://localhost:9091',
    roles,
    issuedAt: Date.parse('2026-03-01T12:00:00Z') / 1000,
    expiresAt: Date.parse('2026-03-01T13:00:00Z') / 1000,
  }
  const [header = '', payload = '', signature] = signToken(contents, sharedSecret(`${secret}\n`)).split('.')
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString())
  expect(read(header)).toEqual({ alg: 'HS256', typ: 'JWT' })
  expect(signature).toBe(createHmac('sha256', secret).update(`${header}.${payload}`).digest('base64url'))
  // Seconds since 1970, by `date -d 2026-03-01T12:00Z +%s`.
  expect(read(payload)).toMatchObject({
    iat: 1_772_366_400,
    nbf: 1_772_366_400,
    exp: 1_772_370_000,
    sub: 'ana',
  })
  expect(JSON.parse(gunzipSync(Buffer.from(read(payload).user_claims, 'base64')).toString())).toEqual(roles)
})
