import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { ConfigError, flag, loadConfig, logLevel, port, required, wholeNumber } from './config.ts'

let folder: string
let secretsDir: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flowkit-config-'))
  secretsDir = join(folder, 'secrets')
  mkdirSync(secretsDir)
})
afterEach(() => rmSync(folder, { recursive: true }))

const password = z.object({ POSTGRES_PASSWORD: required() })

function secret(name: string, content: string): string {
  const path = join(secretsDir, name)
  writeFileSync(path, content)
  return path
}

function file(name: string, content: string): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

function read(env: Record<string, string>): string {
  return loadConfig(password, { env, secretsDir }).POSTGRES_PASSWORD
}

function refusal<T extends z.ZodObject>(schema: T, env: Record<string, string>): string {
  try {
    loadConfig(schema, { env, secretsDir })
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  throw new Error('The configuration was accepted')
}

describe('a setting is looked up', () => {
  test('as a secret before a file and a variable', () => {
    secret('POSTGRES_PASSWORD', 'secret')
    const env = { POSTGRES_PASSWORD_FILE: file('password', 'file'), POSTGRES_PASSWORD: 'variable' }
    expect(read(env)).toBe('secret')
  })

  test('as a file before a variable', () => {
    expect(read({ POSTGRES_PASSWORD_FILE: file('password', 'file'), POSTGRES_PASSWORD: 'variable' })).toBe(
      'file',
    )
  })

  test('as a variable where there is nothing else', () => {
    expect(read({ POSTGRES_PASSWORD: 'variable' })).toBe('variable')
  })

  test('as a value in a secret whose own name ends in _FILE', () => {
    secret('POSTGRES_PASSWORD_FILE', '/not/a/path')
    expect(read({ POSTGRES_PASSWORD: 'variable' })).toBe('/not/a/path')
  })

  test('as a file when the variable of that name points to such a secret', () => {
    const env = { POSTGRES_PASSWORD_FILE: secret('POSTGRES_PASSWORD_FILE', 'the password') }
    expect(read(env)).toBe('the password')
  })
})

describe('a setting from a file', () => {
  test.each([
    ['key\n', 'key'],
    ['key\r\n', 'key'],
    ['key\n\n', 'key\n'],
    [' key ', ' key '],
    ['two\nlines\n', 'two\nlines'],
  ])('%j is %j: one newline at the end is not part of it', (content, value) => {
    secret('POSTGRES_PASSWORD', content)
    expect(read({})).toBe(value)
  })

  test('is absent where the file is empty', () => {
    secret('POSTGRES_PASSWORD', '\n')
    expect(refusal(password, {})).toContain('POSTGRES_PASSWORD: must be set')
  })
})

test('an empty variable is absent, so that the default holds', () => {
  const schema = z.object({ FLOWDB_PORT: port(9000) })
  expect(loadConfig(schema, { env: { FLOWDB_PORT: '' }, secretsDir })).toEqual({ FLOWDB_PORT: 9000 })
})

describe('a configuration that cannot be used', () => {
  const schema = z.object({
    PASSWORD: required(),
    PORT: port(9000),
    WORKERS: wholeNumber(2, 1),
    CACHING: flag(true),
    LOG_LEVEL: logLevel(),
    KEY: required(),
  })

  test('is refused with the name of every setting that is wrong', () => {
    const message = refusal(schema, {
      PORT: 'seventy',
      WORKERS: '0',
      CACHING: 'perhaps',
      LOG_LEVEL: 'loud',
      KEY_FILE: join(folder, 'nowhere'),
    })
    for (const name of ['PASSWORD', 'PORT', 'WORKERS', 'CACHING', 'LOG_LEVEL', 'KEY'])
      expect(message.match(new RegExp(`^ {2}${name}:`, 'gm')), name).toHaveLength(1)
    expect(message).toContain(join(folder, 'nowhere'))
  })

  test('is refused without telling any value', () => {
    const message = refusal(schema, {
      PORT: 'hunter2',
      WORKERS: '-31337',
      CACHING: 'hunter3',
      KEY: 'hunter4',
    })
    expect(message).not.toMatch(/hunter|31337/)
  })

  test('is one whose secret is there but is not a file', () => {
    mkdirSync(join(secretsDir, 'KEY'))
    chmodSync(secretsDir, 0o700)
    expect(refusal(schema, { PASSWORD: 'x' })).toContain('KEY: ')
  })
})

describe('a switch', () => {
  const schema = z.object({ SWITCH: flag(false) })
  test.each(['true', '1', 'yes', 'on', 'TRUE', 'On'])('is on by %s', SWITCH => {
    expect(loadConfig(schema, { env: { SWITCH }, secretsDir })).toEqual({ SWITCH: true })
  })
  test.each(['false', '0', 'no', 'off', 'No'])('is off by %s', SWITCH => {
    expect(loadConfig(schema, { env: { SWITCH }, secretsDir })).toEqual({ SWITCH: false })
  })
})

test.each(['-1', '65536', '80.5', 'http'])('%s is not a port', PORT => {
  expect(refusal(z.object({ PORT: port(9000) }), { PORT })).toContain('PORT: ')
})
