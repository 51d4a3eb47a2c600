import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const checklist = readFileSync(new URL('../../../../docs/security.md', import.meta.url), 'utf8')

/** Its lines: number, requirement, how it is met, the tests that show it. */
const lines = checklist.split('\n').flatMap(line => {
  const [, number = '', , how = '', shown = ''] = line.split('|').map(cell => cell.trim())
  return /^\d+\.\d+\.\d+$/.test(number) ? [{ number, how, shown }] : []
})

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
  for (const named of shown === '' ? [] : shown.split('; `')) {
    const [file = '', title = ''] = named.replaceAll('`', '').split(/: (.*)/)
    expect(readFileSync(new URL(file, import.meta.url), 'utf8')).toContain(`'${title}`)
  }
})
