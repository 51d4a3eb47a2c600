import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { identify } from '@flowkit/local-stack'
import { expect, onTestFinished, test } from 'vitest'
import { homeAt } from './home.ts'
import { withLock } from './lock.ts'

function someHome() {
  const folder = mkdtempSync(join(tmpdir(), 'quickstart-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return homeAt(folder)
}

test('while one start is under way, another is refused', async () => {
  const home = someHome()
  await withLock(home, async () => {
    await expect(withLock(home, async () => 'never')).rejects.toThrow('Another start is under way')
  })
  expect(await withLock(home, async () => 'now')).toBe('now')
})

test('a start that was killed is in nobody else’s way', async () => {
  const home = someHome()
  writeFileSync(home.lock, JSON.stringify({ ...identify(process.pid), startTime: '1' }))
  expect(await withLock(home, async () => 'now')).toBe('now')
  expect(existsSync(home.lock)).toBe(false)
})

test('a start that fails leaves no lock', async () => {
  const home = someHome()
  const failing = withLock(home, async () => {
    throw new Error('no such country')
  })
  await expect(failing).rejects.toThrow('no such country')
  expect(existsSync(home.lock)).toBe(false)
})
