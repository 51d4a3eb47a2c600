import { expect, test } from 'vitest'
import { Unauthorised } from './errors.ts'
import { tokenOf } from './testing/tokens.ts'
import { readToken } from './token.ts'

const ROLES = {
  analyst: ['run', 'get_result', 'admin3:flows:flows', 'admin3:flows:daily_location'],
  'für Zählungen': ['run', 'get_result', 'admin1:unique_subscriber_counts:unique_subscriber_counts'],
}

test('a token says whose it is, for what, until when, and what each role allows', async () => {
  // 1479808800 is 2016-11-22 10:00:00 UTC, by `date -u -d @1479808800`.
  const claims = {
    sub: 'jo',
    iss: 'flowauth',
    aud: 'flowapi.example.org',
    iat: 1479808800,
    exp: 1479812400.5,
  }
  expect(await readToken(tokenOf(claims, ROLES))).toEqual({
    subject: 'jo',
    issuer: 'flowauth',
    audience: 'flowapi.example.org',
    issuedAt: new Date('2016-11-22T10:00:00Z'),
    expiresAt: new Date('2016-11-22T11:00:00.500Z'),
    roles: ROLES,
  })
})

test('a token may say less', async () => {
  expect(await readToken(tokenOf({ aud: ['one', 'another'] }, {}))).toEqual({
    subject: undefined,
    issuer: undefined,
    audience: 'one, another',
    issuedAt: undefined,
    expiresAt: undefined,
    roles: {},
  })
})

test.each([
  ['an empty text', ''],
  ['a word', 'secret'],
  ['something with dots', 'a.b.c'],
  ['a token of another kind', tokenOf({ sub: 'jo' })],
  ['roles that are not packed', tokenOf({ sub: 'jo', user_claims: 'YWJj' })],
])('%s is no token', async (_, text) => {
  await expect(readToken(text)).rejects.toThrow(Unauthorised)
})
