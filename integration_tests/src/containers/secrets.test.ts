import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { REPOSITORY, run } from './docker.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flowkit-secrets-'))
  for (const holder of ['one', 'other']) mkdirSync(join(folder, holder))
})
afterEach(() => rm(folder, { recursive: true }))

const secrets = (...args: string[]) => run([`${REPOSITORY}containers/secrets.sh`], args, { cwd: folder })
const read = (file: string) => readFileSync(join(folder, file), 'utf8')

test('holders of a secret get the same one, and secrets differ', async () => {
  await secrets('SHARED=one,other', 'OWN=one')
  expect(read('one/SHARED')).toMatch(/^[0-9a-f]{64}$/)
  expect(read('other/SHARED')).toBe(read('one/SHARED'))
  expect(read('one/OWN')).not.toBe(read('one/SHARED'))
  expect(readdirSync(join(folder, 'other'))).toEqual(['SHARED'])
})

test('what is there is kept, and handed on to those who have lost it', async () => {
  await secrets('SHARED=one,other')
  const made = read('other/SHARED')
  rmSync(join(folder, 'one', 'SHARED'))
  await secrets('SHARED=one,other')
  expect([read('one/SHARED'), read('other/SHARED')]).toEqual([made, made])
})

test('what it says names the secrets, not what they are', async () => {
  const said = await secrets('SHARED=one,other')
  expect(said).toContain('SHARED')
  expect(said).not.toContain(read('one/SHARED'))
})
