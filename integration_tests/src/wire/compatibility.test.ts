import { checklistLines, missingTests } from '@flowkit/local-stack/vitest'
import { expect, test } from 'vitest'

const ROOT = new URL('../../../', import.meta.url)

/** The points of docs/compatibility.md: number, what it says, the tests that show it. */
const points = checklistLines(new URL('docs/compatibility.md', ROOT)).map(
  ({ number, cells: [what = '', shown = ''] }) => ({ number, what, shown }),
)

test('each point of the wire is there once, and none is left out of the count', () => {
  const numbers = points.map(({ number }) => number)
  expect(new Set(numbers).size).toBe(numbers.length)
  for (const [index, number] of numbers.entries()) {
    const [section = 0, point = 0] = number.split('.').map(Number)
    const before = index === 0 ? '0.0' : numbers[index - 1]
    expect([`${section}.${point - 1}`, ...(point === 1 ? [String(before)] : [])]).toContain(before)
  }
  expect(numbers.length).toBeGreaterThan(30)
})

test.each(points)('point $number is shown by tests that exist: $what', ({ shown }) => {
  expect(shown).not.toBe('')
  expect(missingTests(shown, ROOT)).toEqual([])
})
