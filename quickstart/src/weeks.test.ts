import { expect, test } from 'vitest'
import { describePeriod, periodsToCompare } from './weeks.ts'

/** The days of January 2016 from one to another. */
const january = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, day) => `2016-01-${String(from + day).padStart(2, '0')}`)

test('of four weeks the first and the third are compared', () => {
  expect(periodsToCompare(january(1, 28))).toEqual({ before: january(1, 7), after: january(15, 21) })
})

test('of one week the first three days and the last three are compared', () => {
  expect(periodsToCompare(january(1, 7))).toEqual({ before: january(1, 3), after: january(5, 7) })
})

test('the order in which days are listed does not matter', () => {
  expect(periodsToCompare(january(1, 28).toReversed())).toEqual(periodsToCompare(january(1, 28)))
})

test('a stretch of days is named by its ends', () => {
  expect(describePeriod(january(1, 7))).toBe('1–7 January 2016')
  expect(describePeriod(['2015-12-30', '2015-12-31', '2016-01-01'])).toBe('30 December 2015 – 1 January 2016')
})
