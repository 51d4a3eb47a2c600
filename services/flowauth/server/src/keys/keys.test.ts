import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { prepareDatabase } from '../database/prepare.ts'
import { createTestDatabase, type TestDatabase } from '../testing/database.ts'
import { keptSigningKey } from './kept-key.ts'
import { encryptionKey, seal, unseal } from './sealed.ts'
import { isWeak, privateKey, publicPem, sharedSecret } from './signing-key.ts'

describe('a secret in the database', () => {
  const key = randomBytes(32)

  test('is what it was when it is read with the same key, and another text each time it is written', () => {
    const [one, two] = [seal('a secret, ünïcode', key, 'test'), seal('a secret, ünïcode', key, 'test')]
    expect(one.equals(two)).toBe(false)
    expect(unseal(one, key, 'test')).toBe('a secret, ünïcode')
  })

  test('cannot be read with another key, for another purpose, or with a bit changed', () => {
    const sealed = seal('a secret', key, 'test')
    expect(() => unseal(sealed, randomBytes(32), 'test')).toThrow('another FLOWAUTH_FERNET_KEY')
    expect(() => unseal(sealed, key, 'other')).toThrow('another FLOWAUTH_FERNET_KEY')
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed)
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
      expect(() => unseal(changed, key, 'test')).toThrow()
    }
  })

  test('has a key of 32 bytes, as base64 in either alphabet or in hexadecimal', () => {
    const bytes = Buffer.alloc(32, 0xfb)
    expect(encryptionKey(bytes.toString('base64'))).toEqual(bytes)
    expect(encryptionKey(bytes.toString('base64url'))).toEqual(bytes)
    expect(encryptionKey(bytes.toString('hex'))).toEqual(bytes)
    for (const text of ['secret', randomBytes(16).toString('base64'), randomBytes(16).toString('hex')])
      expect(() => encryptionKey(text)).toThrow('32 bytes as base64')
  })
})

describe('a signing key', () => {
  const rsa = (modulusLength: number) => generateKeyPairSync('rsa', { modulusLength }).privateKey
  const pem = (key: ReturnType<typeof rsa>) => key.export({ type: 'pkcs1', format: 'pem' }).toString()

  test('is an RSA key as PEM or base64 of PEM, with a public half for FlowAPI', () => {
    const key = rsa(2048)
    const expected = createPublicKey(key).export({ type: 'spki', format: 'pem' })
    for (const text of [pem(key), Buffer.from(pem(key)).toString('base64')])
      expect(publicPem(privateKey(text))).toBe(expected)
  })

  test('is refused when it is short, of another kind, or none', () => {
    expect(() => privateKey(pem(rsa(1024)))).toThrow('1024 bits')
    const ed = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })
    expect(() => privateKey(ed.toString())).toThrow('not an RSA key')
    expect(() => privateKey('secret')).toThrow('not a private key')
  })

  test('may be a shared secret, which has no public half', () => {
    expect(publicPem(sharedSecret('x'.repeat(32)))).toBeNull()
    expect([isWeak(sharedSecret('x'.repeat(31))), isWeak(sharedSecret('x'.repeat(32)))]).toEqual([
      true,
      false,
    ])
    expect(() => sharedSecret(pem(rsa(2048)))).toThrow('PEM')
  })
})

describe('the key that FlowAuth makes for itself', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await createTestDatabase()
  })
  afterAll(() => database.drop())

  test('is made once, by whichever process comes first, and is not readable in the database', async () => {
    const encryption = randomBytes(32)
    const open = () => prepareDatabase(database.pool, client => keptSigningKey(client, encryption))
    const [one, two] = await Promise.all([open(), open()])
    expect(publicPem(one)).toBe(publicPem(two))
    expect(one.key.asymmetricKeyDetails?.modulusLength).toBe(4096)
    const { rows } = await database.pool.query<{ sealed_private_key: Buffer }>('SELECT * FROM signing_keys')
    expect(rows).toHaveLength(1)
    expect(rows[0]?.sealed_private_key.toString('latin1')).not.toContain('PRIVATE KEY')
  })
})
