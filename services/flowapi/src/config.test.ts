import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ConfigError, makeCurveKeyPair } from '@flowkit/service'
import { afterAll, describe, expect, test } from 'vitest'
import { readConfig } from './config.ts'

const { publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
})
const secret = randomBytes(32).toString('hex')
const secretsDir = mkdtempSync(join(tmpdir(), 'flowkit-secrets-'))
afterAll(() => rmSync(secretsDir, { recursive: true }))

const base = { FLOWAPI_IDENTIFIER: 'TEST_SERVER', FLOWAPI_FLOWDB_PASSWORD: 'password' }
const read = (env: Record<string, string>, dir = join(secretsDir, 'none')) =>
  readConfig({ env, secretsDir: dir })

function refusal(env: Record<string, string>): string {
  try {
    read(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  throw new Error('The configuration was accepted')
}

test('a key, a password and a name are enough', () => {
  expect(read({ ...base, PUBLIC_JWT_SIGNING_KEY: publicKey })).toMatchObject({
    host: '127.0.0.1',
    port: 9090,
    publicUrl: 'http://localhost:9090',
    machines: ['tcp://localhost:5555'],
    responseTimeoutMs: 60_000,
    database: { host: 'localhost', port: 9000, database: 'flowdb', user: 'flowapi', password: 'password' },
    databaseConnections: 20,
    metrics: null,
    streamsPerUser: 8,
    patience: { graceMs: 30_000, bytesPerSecond: 10_000, deadlineMs: 3_600_000 },
    corsOrigins: [],
    tokens: { audience: 'TEST_SERVER', keys: { algorithm: 'RS256' }, revocation: undefined },
    weakKey: false,
  })
})

test('what is missing is named at once', () => {
  const message = refusal({ FLOWAPI_PORT: 'x' })
  for (const name of ['FLOWAPI_IDENTIFIER', 'FLOWAPI_FLOWDB_PASSWORD', 'FLOWAPI_PORT'])
    expect(message).toContain(name)
})

test('metrics are given where a port for them is named, to this machine unless told otherwise', () => {
  const keys = { ...base, JWT_SECRET_KEY: secret }
  expect(read({ ...keys, FLOWAPI_METRICS_PORT: '9191' }).metrics).toEqual({ host: '127.0.0.1', port: 9191 })
  expect(read({ ...keys, FLOWAPI_METRICS_PORT: '0', FLOWAPI_METRICS_HOST: '0.0.0.0' }).metrics).toEqual({
    host: '0.0.0.0',
    port: 0,
  })
})

describe('the origins whose pages may call', () => {
  const keys = { ...base, JWT_SECRET_KEY: secret }

  test('are a list', () => {
    const origins = 'https://maps.example.org, http://localhost:8080'
    expect(read({ ...keys, FLOWAPI_CORS_ORIGINS: origins }).corsOrigins).toEqual([
      'https://maps.example.org',
      'http://localhost:8080',
    ])
  })

  test.each(['*', 'maps.example.org', 'https://maps.example.org/', 'null'])('cannot be %s', origins => {
    expect(refusal({ ...keys, FLOWAPI_CORS_ORIGINS: origins })).toContain('FLOWAPI_CORS_ORIGINS')
  })
})

describe('FlowMachine', () => {
  test('is where its host and port say', () => {
    const { machines } = read({
      ...base,
      JWT_SECRET_KEY: secret,
      FLOWMACHINE_HOST: 'machine',
      FLOWMACHINE_PORT: '5556',
    })
    expect(machines).toEqual(['tcp://machine:5556'])
  })

  test('is at several places where a list says so', () => {
    const FLOWMACHINE_ENDPOINTS = 'tcp://one:5555, tcp://[::1]:5556'
    const { machines } = read({
      ...base,
      JWT_SECRET_KEY: secret,
      FLOWMACHINE_ENDPOINTS,
      FLOWMACHINE_HOST: 'no',
    })
    expect(machines).toEqual(['tcp://one:5555', 'tcp://[::1]:5556'])
  })

  test.each(['one:5555', 'tcp://one', 'tcp://one:5555,', 'http://one:5555'])('is not at %s', list => {
    const message = refusal({ ...base, JWT_SECRET_KEY: secret, FLOWMACHINE_ENDPOINTS: list })
    expect(message).toContain('FLOWMACHINE_ENDPOINTS')
    expect(message).toContain('tcp://host:port')
  })
})

describe('CURVE', () => {
  const machine = makeCurveKeyPair()
  const own = makeCurveKeyPair()
  const keys = { ...base, JWT_SECRET_KEY: secret }
  const half = { ...keys, FLOWAPI_CURVE_SECRET_KEY: own.secretKey }

  test('encrypts when both keys are set, and only then', () => {
    expect(read(keys).curve).toBeUndefined()
    expect(read({ ...half, FLOWMACHINE_CURVE_PUBLIC_KEY: machine.publicKey }).curve).toEqual({
      ...own,
      serverKey: machine.publicKey,
    })
  })

  test('is refused when half of it is missing, or a key is none', () => {
    expect(refusal(half)).toContain('set both, or neither')
    expect(refusal({ ...keys, FLOWMACHINE_CURVE_PUBLIC_KEY: machine.publicKey })).toContain('set both')
    expect(refusal({ ...half, FLOWMACHINE_CURVE_PUBLIC_KEY: 'key' })).toContain('must be a CURVE key')
  })
})

describe('tokens', () => {
  test('are checked with a shared secret in the other mode', () => {
    const { tokens } = read({ ...base, JWT_SECRET_KEY: secret })
    expect(tokens.keys.algorithm).toBe('HS256')
    expect(tokens.keys.keys[0]?.key.export().toString()).toBe(secret)
  })

  test('are checked with a secret from a file, without the newline at its end', () => {
    writeFileSync(join(secretsDir, 'JWT_SECRET_KEY'), `${secret}\n`)
    const [key] = read(base, secretsDir).tokens.keys.keys
    expect(key?.key.export().toString()).toBe(secret)
  })

  test('need a key, and not two', () => {
    expect(refusal(base)).toMatch(/PUBLIC_JWT_SIGNING_KEY.*JWT_SECRET_KEY/)
    expect(refusal({ ...base, PUBLIC_JWT_SIGNING_KEY: publicKey, JWT_SECRET_KEY: secret })).toMatch(/Both/)
  })

  test('need a key that is one', () => {
    expect(refusal({ ...base, PUBLIC_JWT_SIGNING_KEY: 'x' })).toContain(
      'PUBLIC_JWT_SIGNING_KEY: is not a key',
    )
    expect(refusal({ ...base, JWT_SECRET_KEY: publicKey })).toContain('JWT_SECRET_KEY: holds a PEM key')
  })
})

describe('keys that are read again and again', () => {
  const address = 'https://flowauth.example.org/.well-known/jwks.json'

  test('are at an address or in a file, beside those that stay or alone', () => {
    const { tokens } = read({ ...base, FLOWAPI_TOKEN_KEYS_URL: address })
    expect(tokens).toMatchObject({
      keys: { algorithm: 'RS256', keys: [] },
      keySource: { url: new URL(address) },
    })
    const both = read({ ...base, FLOWAPI_TOKEN_KEYS_PATH: '/keys', PUBLIC_JWT_SIGNING_KEY: publicKey })
    expect(both.tokens).toMatchObject({ keys: { keys: [{}] }, keySource: { path: '/keys' } })
  })

  test('are not fetched where somebody could come between, nor mixed with a secret', () => {
    const plain = { ...base, FLOWAPI_TOKEN_KEYS_URL: 'http://flowauth:9091/.well-known/jwks.json' }
    expect(refusal(plain)).toContain('FLOWAPI_TOKEN_KEYS_URL: must begin with https://')
    const local = 'http://localhost:9091/.well-known/jwks.json'
    expect(read({ ...base, FLOWAPI_TOKEN_KEYS_URL: local }).tokens.keySource).toEqual({ url: new URL(local) })
    expect(refusal({ ...base, FLOWAPI_TOKEN_KEYS_URL: address, JWT_SECRET_KEY: secret })).toContain(
      'one kind',
    )
    const two = { FLOWAPI_TOKEN_KEYS_URL: address, FLOWAPI_TOKEN_KEYS_PATH: '/keys' }
    expect(refusal({ ...base, ...two })).toContain('set one of them')
  })
})

describe('revoked tokens', () => {
  const withKey = { ...base, PUBLIC_JWT_SIGNING_KEY: publicKey }

  test('are learned of from an address or a file, and without news all tokens are refused', () => {
    const address = 'http://flowauth:9091/revocations'
    expect(read({ ...withKey, FLOWAPI_REVOCATION_URL: address }).tokens.revocation).toEqual({
      source: { url: new URL(address) },
      failOpen: false,
      graceSeconds: 300,
    })
    expect(read({ ...withKey, FLOWAPI_REVOCATION_PATH: '/list' }).tokens.revocation?.source).toEqual({
      path: '/list',
    })
  })

  test('may be forgotten about without news, where that is asked for', () => {
    const asked = { FLOWAPI_REVOCATION_PATH: '/list', FLOWAPI_REVOCATION_FAIL: 'open' }
    expect(read({ ...withKey, ...asked }).tokens.revocation?.failOpen).toBe(true)
    expect(refusal({ ...withKey, ...asked, FLOWAPI_REVOCATION_FAIL: 'ajar' })).toContain(
      'FLOWAPI_REVOCATION_FAIL',
    )
  })
})

describe('a short secret', () => {
  const weak = { ...base, JWT_SECRET_KEY: 'secret' }
  const allowed = { ...weak, FLOWAPI_ALLOW_WEAK_KEYS: 'true' }

  test('is refused, with what to do instead and without telling it', () => {
    const message = refusal({ ...base, JWT_SECRET_KEY: 'hunter2' })
    expect(message).toContain('openssl rand -hex 32')
    expect(message).not.toContain('hunter2')
  })

  test.each(['http://localhost:9090', 'http://127.0.0.1', 'https://[::1]:9090/'])(
    'is taken on %s when that is asked for',
    FLOWAPI_PUBLIC_URL => {
      expect(read({ ...allowed, FLOWAPI_PUBLIC_URL }).weakKey).toBe(true)
      expect(refusal({ ...weak, FLOWAPI_PUBLIC_URL })).toContain('shorter than 32 bytes')
    },
  )

  test.each(['https://flowkit.example.org', 'http://localhost.example.org', 'http://10.0.0.1:9090'])(
    'is refused on %s whatever is asked for',
    FLOWAPI_PUBLIC_URL => {
      expect(refusal({ ...allowed, FLOWAPI_PUBLIC_URL })).toContain('shorter than 32 bytes')
    },
  )

  test('is judged by the public URL, not by the address that is listened on', () => {
    expect(read({ ...allowed, FLOWAPI_HOST: '0.0.0.0' }).weakKey).toBe(true)
  })
})

test.each(['ftp://localhost', 'localhost:9090', '/'])('%s is no public URL', FLOWAPI_PUBLIC_URL => {
  expect(refusal({ ...base, JWT_SECRET_KEY: secret, FLOWAPI_PUBLIC_URL })).toContain('FLOWAPI_PUBLIC_URL')
})
