import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { PAGE, settingsPage } from './page.ts'

test('the page is what `pnpm docs` makes now', () => {
  expect(readFileSync(PAGE, 'utf8')).toBe(settingsPage())
})

test('every setting says what it is', () => {
  const rows = settingsPage()
    .split('\n')
    .filter(line => line.startsWith('| `'))
  expect(rows.length).toBeGreaterThan(90)
  expect(rows.filter(row => / \| +\|$/.test(row))).toEqual([])
})
