import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { isWeak, privateKey, publicKey, sharedSecret } from './keys.ts'

const pair = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
})
const base64 = (text: string) => Buffer.from(text).toString('base64')

describe('a public key', () => {
  test.each([
    ['PEM', pair.publicKey],
    ['PEM with another newline at its end', `${pair.publicKey}\n`],
    ['PEM without a newline at its end', pair.publicKey.trimEnd()],
    ['base64 of PEM', base64(pair.publicKey)],
    ['base64 of PEM in lines', base64(pair.publicKey).replace(/.{64}/g, '$&\n')],
    ['base64 of PEM with a newline at its end', `${base64(pair.publicKey)}\n`],
  ])('is read from %s', (_what, text) => {
    const { algorithm, key } = publicKey(text)
    expect(algorithm).toBe('RS256')
    expect(key.equals(createPublicKey(pair.publicKey))).toBe(true)
  })

  test.each([
    ['something else', 'a secret', /not a key in PEM format/],
    ['a private key', pair.privateKey, /private key/],
    ['the base64 of a private key', base64(pair.privateKey), /private key/],
    ['a broken one', pair.publicKey.replace(/A/g, 'B'), /not a key in PEM format|not an RSA key|bits/],
    [
      'one of another kind',
      generateKeyPairSync('ec', {
        namedCurve: 'P-256',
        publicKeyEncoding: { type: 'spki', format: 'pem' },
        privateKeyEncoding: { type: 'sec1', format: 'pem' },
      }).publicKey,
      /not an RSA key/,
    ],
    [
      'one that is too short',
      generateKeyPairSync('rsa', {
        modulusLength: 1024,
        publicKeyEncoding: { type: 'spki', format: 'pem' },
        privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
      }).publicKey,
      /1024 bits/,
    ],
  ])('is not taken from %s', (_what, text, message) => {
    expect(() => publicKey(text)).toThrow(message)
  })
})

test.each([pair.privateKey, base64(pair.privateKey)])(
  'a private key is read from PEM and its base64',
  text => {
    expect(createPublicKey(privateKey(text).key).equals(createPublicKey(pair.publicKey))).toBe(true)
  },
)

describe('a shared secret', () => {
  test('is the same with a newline at its end', () => {
    expect(sharedSecret('secret\r\n').key.equals(sharedSecret('secret').key)).toBe(true)
  })

  test('is not a PEM key: who knows the public half could sign', () => {
    expect(() => sharedSecret(pair.publicKey)).toThrow(/PEM/)
  })

  test('is weak below 32 bytes; letters may have several', () => {
    expect(isWeak(sharedSecret('x'.repeat(31)))).toBe(true)
    expect(isWeak(sharedSecret('x'.repeat(32)))).toBe(false)
    expect(isWeak(sharedSecret('ü'.repeat(16)))).toBe(false)
    expect(isWeak(publicKey(pair.publicKey))).toBe(false)
  })
})
