import { expect, test } from 'vitest'
import { tableOf } from './table.ts'

test('a table shows numbers at the right, lists and objects as JSON, and null as nothing', () => {
  expect(
    tableOf([
      { value: 1, place: 'XA.1', shape: { type: 'Point' } },
      { value: 100, place: null, shape: [1, 2] },
    ]),
  ).toBe(
    [
      '┌───────┬───────┬──────────────────┐',
      '│ value │ place │ shape            │',
      '├───────┼───────┼──────────────────┤',
      '│     1 │ XA.1  │ {"type":"Point"} │',
      '│   100 │       │ [1,2]            │',
      '└───────┴───────┴──────────────────┘',
      '',
    ].join('\n'),
  )
})

test('a value cannot command the terminal', () => {
  expect(tableOf([{ place: '\u001b[2Jgone\u0007\n' }])).not.toMatch(/(?!\n)\p{Cc}/u)
})

test('no rows are no table', () => {
  expect(tableOf([])).toBe('')
})
