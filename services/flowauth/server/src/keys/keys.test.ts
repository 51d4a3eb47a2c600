import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { authenticatorPurpose } from '../accounts/second-factors.ts'
import { prepareDatabase } from '../database/prepare.ts'
import { clientSecretPurpose } from '../providers/providers.ts'
import { createTestDatabase, type TestDatabase } from '../testing/database.ts'
import { reEncrypt } from './re-encrypt.ts'
import { type EncryptionKeys, encryptionKey, seal, unseal } from './sealed.ts'
import { KEY_PURPOSE, prepareSigningKeys } from './signing-keys.ts'
import { TokenKeys } from './token-keys.ts'

const PROVIDER = '3f0b0a52-5a0e-4a56-9a5e-2f2f6f2d7a11'
const newKeys = (...former: readonly Buffer[]): EncryptionKeys => ({ current: randomBytes(32), former })

describe('a secret in the database', () => {
  const keys = newKeys()

  test('is what it was when it is read with the same key, and another text each time it is written', () => {
    const [one, two] = [seal('a secret, ünïcode', keys, 'test'), seal('a secret, ünïcode', keys, 'test')]
    expect(one.equals(two)).toBe(false)
    expect(unseal(one, keys, 'test')).toBe('a secret, ünïcode')
  })

  test('cannot be read with another key, for another purpose, or with a bit changed', () => {
    const sealed = seal('a secret', keys, 'test')
    expect(() => unseal(sealed, newKeys(), 'test')).toThrow('another FLOWAUTH_FERNET_KEY')
    expect(() => unseal(sealed, keys, 'other')).toThrow('another FLOWAUTH_FERNET_KEY')
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed)
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
      expect(() => unseal(changed, keys, 'test')).toThrow()
    }
  })

  test('can be read with a former key, and is written with the present one', () => {
    const next = newKeys(randomBytes(32), keys.current)
    expect(unseal(seal('a secret', keys, 'test'), next, 'test')).toBe('a secret')
    expect(unseal(seal('a secret', next, 'test'), { ...next, former: [] }, 'test')).toBe('a secret')
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

describe('the key that FlowAuth makes for itself', () => {
  let database: TestDatabase
  const encryption = newKeys()
  const keys = (by: EncryptionKeys = encryption) => new TokenKeys(database.pool, undefined, by)
  beforeAll(async () => {
    database = await createTestDatabase()
  })
  afterAll(() => database.drop())

  test('is made once, by whichever process comes first, and is not readable in the database', async () => {
    const open = () =>
      prepareDatabase(database.pool, client => prepareSigningKeys(client, undefined, encryption))
    await Promise.all([open(), open()])
    const { rows } = await database.pool.query<{ sealed_private_key: Buffer }>('SELECT * FROM signing_keys')
    expect(rows).toHaveLength(1)
    expect(rows[0]?.sealed_private_key.toString('latin1')).not.toContain('PRIVATE KEY')
    const [one, two] = [await keys().signing(), await keys().signing()]
    expect(one.id).toBe(two.id)
    expect(one.key.asymmetricKeyDetails?.modulusLength).toBe(4096)
  })

  test('that was made before keys had names is given one', async () => {
    const { id } = await keys().signing()
    await database.pool.query('UPDATE signing_keys SET kid = NULL, public_key = NULL')
    await prepareDatabase(database.pool, client => prepareSigningKeys(client, undefined, encryption))
    expect((await keys().list()).map(({ kid, state }) => [kid, state])).toEqual([[id, 'signing']])
  })

  test('needs the former key of the database only until all has been encrypted anew', async () => {
    const { id } = await keys().signing()
    const { rows } = await database.pool.query<{ id: string }>(
      "INSERT INTO users (username) VALUES ('ana') RETURNING id",
    )
    const ana = rows[0]?.id ?? ''
    await database.pool.query(
      'INSERT INTO authenticators (user_id, sealed_secret, last_step) VALUES ($1, $2, 0)',
      [ana, seal('of the app', encryption, authenticatorPurpose(ana))],
    )
    await database.pool.query(
      `INSERT INTO identity_providers (id, name, issuer, client_id, creates_accounts, sealed_client_secret)
       VALUES ($1, 'P', 'https://p.example.org', 'x', false, $2)`,
      [PROVIDER, seal('of the provider', encryption, clientSecretPurpose(PROVIDER))],
    )
    const next = newKeys(encryption.current)
    const alone = { ...next, former: [] }
    await expect(keys(alone).signing()).rejects.toThrow('another FLOWAUTH_FERNET_KEY')
    expect(await prepareDatabase(database.pool, client => reEncrypt(client, next))).toBe(3)
    expect((await keys(alone).signing()).id).toBe(id)
    await expect(keys(encryption).signing()).rejects.toThrow('another FLOWAUTH_FERNET_KEY')
    const sealed = async (column: string, table: string): Promise<Buffer> =>
      (await database.pool.query(`SELECT ${column} AS sealed FROM ${table}`)).rows[0].sealed
    expect(unseal(await sealed('sealed_private_key', 'signing_keys'), alone, KEY_PURPOSE)).toContain(
      'PRIVATE',
    )
    expect(unseal(await sealed('sealed_secret', 'authenticators'), alone, authenticatorPurpose(ana))).toBe(
      'of the app',
    )
    const secret = await sealed('sealed_client_secret', 'identity_providers')
    expect(unseal(secret, alone, clientSecretPurpose(PROVIDER))).toBe('of the provider')
  })
})
