import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type Home, homeAt, makeHome } from './home.ts'
import { clean, stop } from './stop.ts'

function someHome(): Home {
  const folder = mkdtempSync(join(tmpdir(), 'quickstart-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const home = homeAt(folder)
  makeHome(home)
  return home
}

test('where nothing was started there is nothing to stop', async () => {
  expect(await stop(someHome())).toBe(false)
})

test('cleaning removes the whole folder', () => {
  const home = someHome()
  mkdirSync(home.data)
  for (const file of [home.secrets, home.env, home.map, join(home.data, 'PG_VERSION')])
    writeFileSync(file, '')
  clean(home)
  expect(existsSync(home.folder)).toBe(false)
})

test('cleaning leaves what is not of the quick start, and the folder for its sake', () => {
  const home = someHome()
  writeFileSync(join(home.folder, 'thesis.txt'), 'mine')
  clean(home)
  expect(readdirSync(home.folder)).toEqual(['thesis.txt'])
})
