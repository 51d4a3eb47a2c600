import { createSecretKey } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { afterEach, expect, test, vi } from 'vitest'
import { AccessTokens } from './access-token.ts'

const key = createSecretKey(Buffer.alloc(32, 7))
const tokens = new AccessTokens(key)
const ACCESS = {
  sessionId: '3f0b0a52-5a0e-4a56-9a5e-2f2f6f2d7a11',
  userId: '8f14e45f-ceea-467f-ab0d-3f1c2b7a9d10',
  fresh: true,
}
const CLAIMS = { type: 'flowauth_access', sid: ACCESS.sessionId, sub: ACCESS.userId, fresh: true }

afterEach(() => {
  vi.useRealTimers()
})

test('an access token is good for a quarter of an hour, and not a second longer', () => {
  vi.useFakeTimers({ now: new Date('2026-03-01T12:00:00Z'), toFake: ['Date'] })
  const token = tokens.issue(ACCESS)
  vi.setSystemTime(new Date('2026-03-01T12:14:59Z'))
  expect(tokens.read(token)).toEqual(ACCESS)
  vi.setSystemTime(new Date('2026-03-01T12:15:00Z'))
  expect(tokens.read(token)).toBeUndefined()
})

test.each([
  ['of another type', { ...CLAIMS, type: 'access' }, 'flowauth'],
  ['for FlowAPI', CLAIMS, 'TEST_SERVER'],
  ['of nobody', { ...CLAIMS, sub: '' }, 'flowauth'],
])('a token %s is not one of a session, though the key is right', (_what, claims, audience) => {
  const sign = (payload: object, aud: string) => jwt.sign(payload, key, { audience: aud, expiresIn: 60 })
  expect(tokens.read(sign(CLAIMS, 'flowauth'))).toEqual(ACCESS)
  expect(tokens.read(sign(claims, audience))).toBeUndefined()
})

test('a token of another key is not one of ours', () => {
  const others = new AccessTokens(createSecretKey(Buffer.alloc(32, 8)))
  expect(tokens.read(others.issue(ACCESS))).toBeUndefined()
})
