import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { bodyOf, gateway } from '../harness/gateway.ts'
import { programFile, runCommand } from '../harness/programs.ts'
import { type RunningService, startFlowApi } from '../harness/services.ts'
import { sharedSystem } from '../harness/shared.ts'
import { claims, FLOWAPI_IDENTIFIER, packed, type SigningKey, sign } from '../harness/tokens.ts'

const { url, machines, flowdb } = sharedSystem()
const { privateKey, publicKey } = inject('keys')
const secret = randomBytes(32).toString('hex')
const rs256: SigningKey = { algorithm: 'RS256', privateKey }
const hs256: SigningKey = { algorithm: 'HS256', secret }
const roles = { analyst: ['get_available_dates'] }

let second: RunningService
beforeAll(async () => {
  second = await startFlowApi('hs256-flowapi', flowdb, machines, hs256)
})
afterAll(() => second.stop())

const stranger = generateKeyPairSync('rsa', {
  modulusLength: 2_048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
})

interface Mode {
  readonly mode: string
  readonly key: SigningKey
  /** A key of the same kind that the gateway does not know. */
  readonly unknown: SigningKey
  readonly other: SigningKey
  /** What flowkit-token signs with. */
  readonly environment: Readonly<Record<string, string>>
  readonly api: () => string
}

const MODES: readonly Mode[] = [
  {
    mode: 'a public key',
    key: rs256,
    unknown: { algorithm: 'RS256', privateKey: stranger.privateKey },
    other: hs256,
    environment: { PRIVATE_JWT_SIGNING_KEY: privateKey },
    api: () => url,
  },
  {
    mode: 'a shared secret',
    key: hs256,
    unknown: { algorithm: 'HS256', secret: `${secret}0` },
    other: rs256,
    environment: { JWT_SECRET_KEY: secret },
    api: () => second.address,
  },
]

describe.each(MODES)('with $mode', ({ key, unknown, other, environment, api }) => {
  const datesFor = async (token: string) => gateway(api(), token).request('/api/0/available_dates')
  const now = () => Math.floor(Date.now() / 1000)

  test('a good token is let in, and the command flowkit-token makes one', async () => {
    await bodyOf(await datesFor(sign(key, claims(roles))), 200)
    const env = { ...environment, FLOWAPI_IDENTIFIER }
    const made = await runCommand(process.execPath, [programFile('token')], env)
    await bodyOf(await datesFor(made.trim()), 200)
  })

  test('a clock that is a little ahead is forgiven', async () => {
    const ahead = { iat: now() + 20, nbf: now() + 20 }
    await bodyOf(await datesFor(sign(key, claims(roles, ahead))), 200)
  })

  test('a token that has ended is told so, by a second', async () => {
    const answered = await datesFor(sign(key, claims(roles, { exp: now() - 1 })))
    expect(await bodyOf(answered, 401)).toMatchObject({ msg: 'Token has expired' })
  })

  test.each<[what: string, token: () => string]>([
    ['from the future', () => sign(key, claims(roles, { iat: now() + 120 }))],
    ['that is not valid yet', () => sign(key, claims(roles, { nbf: now() + 120 }))],
    ['without an end', () => sign(key, claims(roles, { exp: undefined }))],
    ['without a subject', () => sign(key, claims(roles, { sub: undefined }))],
    ['for somebody else', () => sign(key, claims(roles, { aud: 'ANOTHER_SERVER' }))],
    ['for nobody in particular', () => sign(key, claims(roles, { aud: undefined }))],
    ['for refreshing', () => sign(key, claims(roles, { type: 'refresh' }))],
    ['without roles', () => sign(key, claims(roles, { user_claims: undefined }))],
    ['whose roles are plain JSON', () => sign(key, claims(roles, { user_claims: roles }))],
    ['whose roles are not base64', () => sign(key, claims(roles, { user_claims: '*'.repeat(40) }))],
    ['whose roles are not JSON', () => sign(key, claims(roles, { user_claims: gzipped('{"analyst":') }))],
    ['whose roles are a list', () => sign(key, claims(roles, { user_claims: packed(['run']) }))],
    ['whose roles unpack to sixteen megabytes', () => sign(key, claims(roles, { user_claims: bomb() }))],
    ['whose contents were changed', () => tampered(sign(key, claims(roles)))],
    ['that is not signed', () => unsigned()],
    ['signed by somebody else', () => sign(unknown, claims(roles))],
    ['of the other mode', () => sign(other, claims(roles))],
    [
      'signed with the public key as a secret',
      () => sign({ algorithm: 'HS256', secret: publicKey }, claims(roles)),
    ],
    ['of three words', () => 'not.a.token'],
  ])('a token %s is refused', async (_what, token) => {
    const answered = await datesFor(token())
    const body = await bodyOf(answered, 422)
    expect(body).toMatchObject({ status: expect.any(String), msg: expect.any(String) })
  })

  test('no token at all is told so, and so is another scheme', async () => {
    const none = await gateway(api()).request('/api/0/available_dates')
    expect(await bodyOf(none, 401)).toMatchObject({ msg: 'Missing Authorization Header' })
    const headers = { authorization: 'Basic dGVzdDp0ZXN0' }
    const basic = await gateway(api()).request('/api/0/available_dates', { headers })
    expect([401, 422]).toContain(basic.status)
  })

  test('a token with more scopes than fit into 16 kB of headers is read', async () => {
    const many = Array.from({ length: 1_000 }, () => randomBytes(16).toString('hex'))
    const token = sign(key, claims({ analyst: ['get_available_dates', ...many] }))
    expect(token.length).toBeGreaterThan(20_000)
    await bodyOf(await datesFor(token), 200)
  })
})

function gzipped(text: string): string {
  return gzipSync(text).toString('base64')
}

function bomb(): string {
  return gzipSync(Buffer.concat([Buffer.from('{"analyst":["'), Buffer.alloc(1 << 24, 'a')])).toString(
    'base64',
  )
}

function tampered(token: string): string {
  const [header, , signature] = token.split('.')
  const richer = Buffer.from(JSON.stringify(claims({ analyst: ['get_available_dates', 'run'] })))
  return [header, richer.toString('base64url'), signature].join('.')
}

function unsigned(): string {
  const token = sign(hs256, claims(roles), { alg: 'none' })
  return `${token.split('.').slice(0, 2).join('.')}.`
}
