import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { readConfig } from './config.ts'

const env = {
  FLOWAUTH_DB_PASSWORD: 'database password',
  SECRET_KEY: randomBytes(32).toString('hex'),
  FLOWAUTH_FERNET_KEY: randomBytes(32).toString('base64'),
}
const read = (changes: Record<string, string> = {}) =>
  readConfig({ env: { ...env, ...changes }, secretsDir: '/nonexistent' })

test('three secrets are all that FlowAuth has to be told; it listens to its own machine', () => {
  const config = read()
  expect(config).toMatchObject({
    host: '127.0.0.1',
    port: 9091,
    trustedProxies: [],
    database: { host: 'localhost', port: 9000, database: 'flowauth', user: 'flowauth' },
    admin: { username: 'admin', password: undefined },
    signingKey: undefined,
  })
  expect(config.publicUrl.origin).toBe('http://localhost:9091')
})

test('what is missing or unusable is named, without its value', () => {
  expect(() => readConfig({ env: {}, secretsDir: '/nonexistent' })).toThrow(
    /FLOWAUTH_DB_PASSWORD: must be set\n.*SECRET_KEY: must be set\n.*FLOWAUTH_FERNET_KEY: must be set/,
  )
  expect(() => read({ SECRET_KEY: 'short' })).toThrow(/SECRET_KEY: must have at least 32 bytes/)
  expect(() => read({ FLOWAUTH_ADMIN_USERNAME: 'a b' })).toThrow(/FLOWAUTH_ADMIN_USERNAME: must be/)
})

test('FlowKit’s DB_URI says where the database is; the password is never in it', () => {
  const uri = 'postgresql://owner:{}@flowauth_postgres/auth'
  expect(read({ DB_URI: uri }).database).toMatchObject({
    host: 'flowauth_postgres',
    port: 5432,
    database: 'auth',
    user: 'owner',
    password: 'database password',
  })
  expect(read({ DB_URI: uri.replace('postgres/', 'postgres:6000/') }).database.port).toBe(6000)
  for (const refused of ['sqlite:////tmp/test.db', 'postgresql://host', 'flowauth'])
    expect(() => read({ DB_URI: refused })).toThrow(/DB_URI: must be as FlowKit has it/)
})

test('passwords do not travel in the clear', () => {
  expect(() => read({ FLOWAUTH_PUBLIC_URL: 'http://flowauth.example.org' })).toThrow(/must begin with https/)
  expect(read({ FLOWAUTH_PUBLIC_URL: 'https://flowauth.example.org/' }).publicUrl.origin).toBe(
    'https://flowauth.example.org',
  )
})

test('secrets in the database may be encrypted with one of several keys, the first of which is used', () => {
  const former = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)]
  const keys = former.map(key => key.toString('base64')).join(', ')
  expect(read({ FLOWAUTH_FORMER_FERNET_KEYS: keys }).encryptionKeys).toMatchObject({ former })
  expect(read().encryptionKeys.former).toEqual([])
  expect(() => read({ FLOWAUTH_FORMER_FERNET_KEYS: 'x' })).toThrow(
    /FLOWAUTH_FORMER_FERNET_KEYS: must be 32 bytes/,
  )
})

test('tokens are signed with one key, which cannot be guessed', () => {
  const secret = 'x'.repeat(32)
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  expect(read({ PRIVATE_JWT_SIGNING_KEY: pem }).signingKey?.algorithm).toBe('RS256')
  expect(read({ JWT_SECRET_KEY: secret }).signingKey?.algorithm).toBe('HS256')
  expect(() => read({ PRIVATE_JWT_SIGNING_KEY: pem, JWT_SECRET_KEY: secret })).toThrow(/Both/)
  expect(() => read({ JWT_SECRET_KEY: 'secret' })).toThrow(/could be guessed/)
  const weak = { JWT_SECRET_KEY: 'secret', FLOWAUTH_ALLOW_WEAK_KEYS: 'true' }
  expect(read(weak).signingKey?.algorithm).toBe('HS256')
  expect(() => read({ ...weak, FLOWAUTH_PUBLIC_URL: 'https://flowauth.example.org' })).toThrow(
    /could be guessed/,
  )
})
