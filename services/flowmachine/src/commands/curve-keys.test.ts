import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { curveKeyPairOf } from '@flowkit/service'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { curveKeysCommand } from './curve-keys.ts'

let out: string

beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'flowkit-curve-'))
  vi.spyOn(console, 'log').mockImplementation(() => {})
})
afterEach(() => rmSync(out, { recursive: true }))

const make = (...options: string[]) =>
  curveKeysCommand().parseAsync(['--out', out, ...options], { from: 'user' })
const path = (side: string, name: string) => join(out, side, name)
const key = (side: string, name: string) => readFileSync(path(side, name), 'utf8').trim()
const all = () => readdirSync(out, { recursive: true, encoding: 'utf8' }).toSorted()
const contents = () => [
  key('flowmachine', 'FLOWMACHINE_CURVE_SECRET_KEY'),
  key('flowmachine', 'FLOWAPI_CURVE_PUBLIC_KEYS'),
  key('flowapi', 'FLOWAPI_CURVE_SECRET_KEY'),
  key('flowapi', 'FLOWMACHINE_CURVE_PUBLIC_KEY'),
]

test('each side gets its own secret key, readable by nobody else, and the public key of the other', async () => {
  await make()
  expect(all()).toEqual([
    'flowapi',
    'flowapi/FLOWAPI_CURVE_SECRET_KEY',
    'flowapi/FLOWMACHINE_CURVE_PUBLIC_KEY',
    'flowmachine',
    'flowmachine/FLOWAPI_CURVE_PUBLIC_KEYS',
    'flowmachine/FLOWMACHINE_CURVE_SECRET_KEY',
  ])
  const [machineSecret = '', apiPublic, apiSecret = '', machinePublic] = contents()
  expect(curveKeyPairOf(machineSecret).publicKey).toBe(machinePublic)
  expect(curveKeyPairOf(apiSecret).publicKey).toBe(apiPublic)
  expect(statSync(path('flowapi', 'FLOWAPI_CURVE_SECRET_KEY')).mode & 0o777).toBe(0o600)
})

test('keys that are there are not overwritten', async () => {
  await make()
  const before = contents()
  await expect(make()).rejects.toThrow('EEXIST')
  await make('--keep')
  expect(contents()).toEqual(before)
})

test('keys that were not written to the end are made anew, so that they belong together', async () => {
  await make()
  rmSync(path('flowapi', 'FLOWMACHINE_CURVE_PUBLIC_KEY'))
  await make('--keep')
  const [machineSecret = '', apiPublic, apiSecret = '', machinePublic] = contents()
  expect(curveKeyPairOf(machineSecret).publicKey).toBe(machinePublic)
  expect(curveKeyPairOf(apiSecret).publicKey).toBe(apiPublic)
})
