import { createHmac, generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { keySetOf } from './key-set.ts'
import { privateKey, sharedSecret } from './keys.ts'
import { readRevocationList, signRevocationList } from './revocation-list.ts'
import { signToken } from './sign-token.ts'

const rsa = () =>
  privateKey(
    generateKeyPairSync('rsa', { modulusLength: 2048 })
      .privateKey.export({ type: 'pkcs8', format: 'pem' })
      .toString(),
  )
const list = { number: 7, signedAt: 1_000_000, nextAt: 1_000_060, revoked: ['a', 'b'] }

describe.each([
  ['a key pair', rsa(), rsa()],
  ['a shared secret', sharedSecret('x'.repeat(32)), sharedSecret('y'.repeat(32))],
])('a list that is signed with %s', (_what, key, other) => {
  test('is read by who has the other half, among other keys', () => {
    const text = signRevocationList(list, key)
    expect(readRevocationList(`${text}\n`, keySetOf(key))).toEqual(list)
    expect(readRevocationList(text, keySetOf(other, key))).toEqual(list)
  })

  test('is not taken from anybody else, nor with a letter changed', () => {
    const text = signRevocationList(list, key)
    expect(() => readRevocationList(text, keySetOf(other))).toThrow('signature')
    const [header, , signature] = text.split('.')
    const emptied = Buffer.from(JSON.stringify({ ...list, revoked: [] })).toString('base64url')
    expect(() => readRevocationList(`${header}.${emptied}.${signature}`, keySetOf(key))).toThrow('signature')
  })

  test('is not taken for a token, nor a token for it', () => {
    const token = signToken(
      { id: 'a', user: 'ana', audience: 'X', roles: {}, issuedAt: 0, expiresAt: 2_000_000_000 },
      key,
    )
    expect(() => readRevocationList(token, keySetOf(key))).toThrow('no list')
  })
})

test('a list says what it is in its header and in its claims, and names nobody', () => {
  const [header = '', payload = '', signature] = signRevocationList(list, sharedSecret('x'.repeat(32))).split(
    '.',
  )
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString())
  expect(read(header)).toEqual({ alg: 'HS256', typ: 'flowkit-revocations+jwt' })
  expect(read(payload)).toEqual({
    type: 'revocation_list',
    aud: 'urn:flowkit:revocations',
    number: 7,
    iat: 1_000_000,
    next: 1_000_060,
    revoked: ['a', 'b'],
  })
  expect(signature).toBe(
    createHmac('sha256', 'x'.repeat(32)).update(`${header}.${payload}`).digest('base64url'),
  )
})
