import { checklistLines, missingTests } from '@flowkit/local-stack/vitest'
import { expect, test } from 'vitest'

/** The lines of docs/security.md: number, requirement, how it is met, the tests that show it. */
const lines = checklistLines(new URL('../../../../docs/security.md', import.meta.url)).map(
  ({ number, cells: [, how = '', shown = ''] }) => ({ number, how, shown }),
)

/** How many requirements each section of the standard's chapters 6, 7 and 9 has. */
const SECTIONS = {
  ...{ 6.1: 3, 6.2: 12, 6.3: 8, 6.4: 6, 6.5: 8, 6.6: 4, 6.7: 2, 6.8: 4 },
  ...{ 7.1: 3, 7.2: 4, 7.3: 2, 7.4: 5, 7.5: 3, 7.6: 2 },
  ...{ 9.1: 3, 9.2: 4 },
}

test('the checklist has every requirement of its chapters, once', () => {
  const expected = Object.entries(SECTIONS).flatMap(([section, count]) =>
    Array.from({ length: count }, (_, at) => `${section}.${at + 1}`),
  )
  expect(lines.map(({ number }) => number).toSorted()).toEqual(expected.toSorted())
})

test.each(lines)('requirement $number has a reason, or tests that exist', ({ how, shown }) => {
  expect(`${how}${shown}`).not.toBe('')
  expect(missingTests(shown, new URL('.', import.meta.url))).toEqual([])
})
