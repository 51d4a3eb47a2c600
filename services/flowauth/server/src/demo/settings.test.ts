import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readConfig } from '../config.ts'

const env = {
  FLOWAUTH_DB_PASSWORD: 'database password',
  SECRET_KEY: 'x'.repeat(32),
  FLOWAUTH_FERNET_KEY: Buffer.alloc(32, 1).toString('base64'),
  DEMO_MODE: 'true',
}

function read(changes: Record<string, string> = {}, secretsDir = '/nonexistent') {
  return readConfig({ env: { ...env, ...changes }, secretsDir })
}

function secretsFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'flowauth-secrets-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

test('nothing is a demo that is not told to be one', () => {
  expect(read({ DEMO_MODE: '' }).demo).toBeUndefined()
  expect(read({ DEMO_MODE: 'false' }).demo).toBeUndefined()
})

test('a demo asks the FlowAPI of its own machine, or the one that it is told', () => {
  expect(read().demo?.flowapi.href).toBe('http://localhost:9090/')
  const elsewhere = { FLOWAUTH_DEMO_FLOWAPI_URL: 'http://flowapi:9090' }
  expect(read(elsewhere).demo?.flowapi.href).toBe('http://flowapi:9090/')
})

test('a demo is refused where others can reach it, whatever it listens to', () => {
  expect(() => read({ FLOWAUTH_PUBLIC_URL: 'https://flowauth.example.org' })).toThrow(
    /DEMO_MODE .* must be on localhost/,
  )
  expect(read({ FLOWAUTH_PUBLIC_URL: 'http://127.0.0.1:9191', FLOWAUTH_HOST: '0.0.0.0' }).demo).toBeDefined()
})

test('a demo is refused in a stack, on localhost too', () => {
  const folder = secretsFolder()
  // As in a stack, the secret is on another file system than its folder.
  symlinkSync('/proc/version', join(folder, 'SECRET_KEY'))
  const stack = { FLOWAUTH_PUBLIC_URL: 'https://localhost:9091' }
  expect(() => read(stack, folder)).toThrow(/not for a stack, which gave SECRET_KEY/)
  expect(read({ ...stack, DEMO_MODE: 'false' }, folder).demo).toBeUndefined()
})

test('a volume of secrets, such as that of the test system, is no stack', () => {
  const folder = secretsFolder()
  writeFileSync(join(folder, 'SECRET_KEY'), env.SECRET_KEY)
  expect(read({}, folder).demo).toBeDefined()
})
