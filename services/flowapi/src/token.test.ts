import { execFile } from 'node:child_process'
import { createPrivateKey, createPublicKey, randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { allScopes } from '@flowkit/contract'
import { publicKey, sharedSecret } from '@flowkit/tokens'
import { afterAll, describe, expect, test } from 'vitest'
import { verifyToken } from './auth/verify-token.ts'
import { rulesOf } from './testing/tokens.ts'

const COMMAND = fileURLToPath(new URL('../dist/token.js', import.meta.url))
const execute = promisify(execFile)
const folder = mkdtempSync(join(tmpdir(), 'flowkit-keys-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Runs the command in an environment with nothing else. */
const flowkitToken = (args: readonly string[], env: Record<string, string> = {}) =>
  execute(process.execPath, [COMMAND, ...args], { env })

async function failure(args: readonly string[], env: Record<string, string> = {}): Promise<string> {
  const error = await flowkitToken(args, env).then(
    () => undefined,
    (thrown: { stderr: string; stdout: string }) => thrown,
  )
  if (!error) throw new Error('The command succeeded')
  expect(error.stdout).toBe('')
  return error.stderr
}

const secret = randomBytes(32).toString('hex')
const inContainer = { JWT_SECRET_KEY: secret, FLOWAPI_IDENTIFIER: 'TEST_SERVER' }
const secretRules = rulesOf(sharedSecret(secret))

describe('without arguments', () => {
  test('prints a token alone, with all scopes, good for 24 hours', async () => {
    const { stdout, stderr } = await flowkitToken([], inContainer)
    expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/)
    expect(stderr).toBe('')
    const now = Date.now() / 1000
    const { roles, identity } = await verifyToken(stdout.trim(), secretRules, now + 86_390)
    expect(Object.values(roles)).toEqual([allScopes()])
    expect(identity.subject).toBe('analyst')
    await expect(verifyToken(stdout.trim(), secretRules, now + 86_410)).rejects.toThrow('Token has expired')
  })

  test('says what is missing', async () => {
    expect(await failure([])).toContain('FLOWAPI_IDENTIFIER')
    expect(await failure([], { FLOWAPI_IDENTIFIER: 'x' })).toContain('PRIVATE_JWT_SIGNING_KEY')
  })
})

test('a user, a lifetime, an audience and roles can be chosen', async () => {
  const args = ['token', '--user', 'ana', '--lifetime', '90s', '--audience', 'OTHER']
  const roles = ['--role', 'analyst=run,get_result', '--role', 'viewer=get_available_dates']
  const { stdout } = await flowkitToken([...args, ...roles], inContainer)
  const rules = { ...secretRules, audience: 'OTHER' }
  const { roles: read, identity } = await verifyToken(stdout.trim(), rules, Date.now() / 1000 + 80)
  expect(identity.subject).toBe('ana')
  expect(read).toEqual({ analyst: ['run', 'get_result'], viewer: ['get_available_dates'] })
})

test('a role with all scopes can stand beside others', async () => {
  const { stdout } = await flowkitToken(['--all-scopes', '--role', 'viewer=get_available_dates'], inContainer)
  const { roles } = await verifyToken(stdout.trim(), secretRules)
  expect(roles).toEqual({ universal_role: allScopes(), viewer: ['get_available_dates'] })
})

describe('a key pair', () => {
  const keys = join(folder, 'keys')

  test('is written for its owner alone, and is not written over', async () => {
    const { stdout } = await flowkitToken(['keypair', '--out', keys])
    const files = stdout.trim().split('\n')
    expect(files).toEqual([join(keys, 'private_key.pem'), join(keys, 'public_key.pem')])
    const [privatePem = '', publicPem = ''] = files.map(file => readFileSync(file, 'utf8'))
    expect(privatePem).toMatch(/^-----BEGIN RSA PRIVATE KEY-----/)
    expect(publicPem).toMatch(/^-----BEGIN PUBLIC KEY-----/)
    expect(statSync(join(keys, 'private_key.pem')).mode & 0o777).toBe(0o600)
    expect(createPublicKey(publicPem).asymmetricKeyDetails?.modulusLength).toBe(4096)
    expect(createPublicKey(createPrivateKey(privatePem)).equals(createPublicKey(publicPem))).toBe(true)

    expect(await failure(['keypair', '--out', keys])).toContain('private_key.pem')
    expect(readFileSync(join(keys, 'private_key.pem'), 'utf8')).toBe(privatePem)
    expect(readFileSync(join(keys, 'public_key.pem'), 'utf8')).toBe(publicPem)
  })

  test('signs from a file, a variable or its base64', async () => {
    const file = join(keys, 'private_key.pem')
    const pem = readFileSync(file, 'utf8')
    const rules = rulesOf(publicKey(readFileSync(join(keys, 'public_key.pem'), 'utf8')))
    const name = { FLOWAPI_IDENTIFIER: 'TEST_SERVER' }
    const made = await Promise.all([
      flowkitToken(['--private-key', file], { ...name, JWT_SECRET_KEY: secret }),
      flowkitToken([], { ...name, PRIVATE_JWT_SIGNING_KEY: pem }),
      flowkitToken([], { ...name, PRIVATE_JWT_SIGNING_KEY: Buffer.from(pem).toString('base64') }),
      flowkitToken([], { ...name, PRIVATE_JWT_SIGNING_KEY_FILE: file }),
    ])
    for (const { stdout } of made)
      expect((await verifyToken(stdout.trim(), rules)).identity.subject).toBe('analyst')
  })
})

describe('is refused, with the reason and without a token:', () => {
  test.each<[what: string, args: string[], env: Record<string, string>, reason: string]>([
    ['a scope that does not exist', ['--role', 'analyst=fly'], {}, 'There are no such scopes: fly'],
    ['a lifetime that is none', ['--lifetime', 'long'], {}, 'not a duration'],
    ['two keys', [], { PRIVATE_JWT_SIGNING_KEY: 'x' }, 'Both'],
    ['a file that is not there', ['--private-key', '/nowhere'], {}, '/nowhere'],
    ['a key that is none', ['--private-key', COMMAND], {}, 'not a key in PEM format'],
    ['an option that does not exist', ['--forever'], {}, '--forever'],
  ])('%s', async (_what, args, env, reason) => {
    const message = await failure(args, { ...inContainer, ...env })
    expect(message).toContain(reason)
    expect(message).not.toMatch(/ at .*\.js/)
  })
})
