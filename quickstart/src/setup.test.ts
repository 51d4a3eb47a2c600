import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'

const SETUP = fileURLToPath(new URL('../setup/', import.meta.url))

/** Runs a set-up script on a PATH that has nothing but the named programs of this machine. */
function run(script: string, programs: readonly string[]) {
  const bin = mkdtempSync(join(tmpdir(), 'quickstart-'))
  onTestFinished(() => rmSync(bin, { recursive: true }))
  for (const program of programs) {
    const found = spawnSync('/bin/sh', ['-c', 'command -v "$1"', 'sh', program], { encoding: 'utf8' })
    symlinkSync(found.stdout.trim(), join(bin, program))
  }
  return spawnSync('/bin/sh', [join(SETUP, script)], { encoding: 'utf8', env: { PATH: bin } })
}

const BASICS = ['dirname', 'head', 'id', 'sed', 'sort']

test('without apt, what is missing is said, and what would do', () => {
  const { status, stderr } = run('packages.sh', BASICS)
  expect(status).toBe(1)
  expect(stderr).toMatch(/^Missing: .*Redis/)
  expect(stderr).toContain('Redis 7 or newer')
})

test('without a Node that is new enough, the way to get one is said', () => {
  const { status, stderr } = run('bootstrap.sh', BASICS)
  expect(status).toBe(1)
  expect(stderr).toContain('Node 20 or newer is needed')
})

test('nothing is installed where everything is there', () => {
  const { status, stdout, stderr } = run('packages.sh', [...BASICS, 'redis-server'])
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' })
})
