import { readFileSync } from 'node:fs'
import { checklistLines, missingTests } from '@flowkit/local-stack/vitest'
import { expect, test } from 'vitest'

const here = new URL('.', import.meta.url)

/** The lines of docs/security.md: number, requirement, how it is met, the tests that show it. */
const document = new URL('../../../../docs/security.md', import.meta.url)
const lines = checklistLines(document).map(({ number, cells: [, how = '', shown = ''] }) => ({
  number,
  how,
  shown,
}))

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
  expect(missingTests(shown, here)).toEqual([])
})

/** The lines of its last table: an attack, how it fails, the tests that try it. */
const [, attacks = ''] = readFileSync(document, 'utf8').split('\n## Attacks\n')
const tried = attacks
  .split('\n')
  .map(line => line.split('|').map(cell => cell.trim()))
  .filter(({ length }) => length > 1)
  .slice(2)
  .map(([, attack = '', how = '', shown = '']) => ({ attack, how, shown }))

test.each(tried)('$attack: how it fails is said, and tests that exist try it', ({ how, shown }) => {
  for (const cell of [how, shown]) expect(cell).not.toBe('')
  expect(missingTests(shown, here)).toEqual([])
})

test('there is a line for each attack', () => {
  expect(tried).toHaveLength(8)
})
