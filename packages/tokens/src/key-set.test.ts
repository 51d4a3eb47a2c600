import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { jsonWebKeySetOf, keySetOf, mergedKeySet, publicKeys } from './key-set.ts'
import { privateKey, publicKey, publicPem, sharedSecret } from './keys.ts'

const pair = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
const [one, two] = [pair(), pair()]
const idsOf = (text: string) => publicKeys(text).keys.map(({ id }) => id)

test('a key has the thumbprint of RFC 7638 for its id, the same in both halves', () => {
  // The example of RFC 7638, 3.1.
  const n =
    '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3' +
    'oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdA' +
    'ZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-' +
    'kEgU8awapJzKnqDKgw'
  const text = JSON.stringify({ keys: [{ kty: 'RSA', n, e: 'AQAB', alg: 'RS256', kid: '2011-04-29' }] })
  expect(idsOf(text)).toEqual(['NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs'])
  expect(privateKey(one.privateKey).id).toBe(publicKey(one.publicKey).id)
})

describe('public keys', () => {
  const ids = [publicKey(one.publicKey).id, publicKey(two.publicKey).id]

  test('are read from PEM, one after the other, and from its base64', () => {
    expect(idsOf(one.publicKey)).toEqual(ids.slice(0, 1))
    const both = `${one.publicKey}\n${two.publicKey}${one.publicKey}`
    expect(idsOf(both)).toEqual(ids)
    expect(idsOf(Buffer.from(both).toString('base64'))).toEqual(ids)
  })

  test('are read from a JSON Web Key Set as they are written to one, without private parts', () => {
    const set = jsonWebKeySetOf([privateKey(one.privateKey), publicKey(two.publicKey)])
    expect(set.keys.map(key => Object.keys(key).sort())).toEqual(
      Array.from({ length: 2 }, () => ['alg', 'e', 'kid', 'kty', 'n', 'use']),
    )
    expect(idsOf(JSON.stringify(set))).toEqual(ids)
    expect(publicPem(publicKeys(JSON.stringify(set)).keys[0] ?? sharedSecret(''))).toBe(one.publicKey)
  })

  test('for other purposes and of other kinds are passed over in a JSON Web Key Set', () => {
    const [key] = jsonWebKeySetOf([publicKey(one.publicKey)]).keys
    const others = [
      { ...key, use: 'enc' },
      { ...key, alg: 'PS256' },
      { kty: 'EC', crv: 'P-256', x: '', y: '' },
    ]
    expect(() => publicKeys(JSON.stringify({ keys: others }))).toThrow('no RSA key')
    expect(idsOf(JSON.stringify({ keys: [...others, key] }))).toEqual(ids.slice(0, 1))
  })

  test.each([
    ['a secret', 'a secret', 'not a key in PEM format'],
    ['a private key', one.privateKey, 'private key'],
    ['another JSON', '{"error":"not found"}', 'not a JSON Web Key Set'],
    ['broken JSON', '{', 'not a JSON Web Key Set'],
    ['an empty set', '{"keys":[]}', 'no RSA key'],
  ])('are not read from %s', (_what, text, message) => {
    expect(() => publicKeys(text)).toThrow(message)
  })

  test('of two sets are put together, each once', () => {
    const merged = mergedKeySet(publicKeys(one.publicKey), publicKeys(one.publicKey + two.publicKey))
    expect(merged.keys.map(({ id }) => id)).toEqual(ids)
  })
})

test('a secret is in no published set', () => {
  const secret = sharedSecret('x'.repeat(32))
  expect(keySetOf(secret)).toMatchObject({ algorithm: 'HS256', keys: [{ id: null }] })
  expect(jsonWebKeySetOf([secret])).toEqual({ keys: [] })
})
