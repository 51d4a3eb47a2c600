import { expect, test } from 'vitest'
import { geometricMean, known, median, ratio } from './statistics.ts'

test('a median is the middle, or lies half way between the middle two', () => {
  expect(median([30, 1, 2])).toBe(2)
  expect(median([4, 1, 30, 2])).toBe(3)
  expect(median([])).toBeUndefined()
})

test('a geometric mean of a factor and its inverse is one', () => {
  expect(geometricMean([8, 1 / 8])).toBeCloseTo(1, 12)
  expect(geometricMean([2, 4, 8])).toBeCloseTo(4, 12)
  expect(geometricMean([])).toBeUndefined()
})

test('what is not known gives no ratio and is left out of a mean', () => {
  expect(ratio(6, 2)).toBe(3)
  expect(ratio(undefined, 2)).toBeUndefined()
  expect(ratio(6, undefined)).toBeUndefined()
  expect(known([1, undefined, 3])).toEqual([1, 3])
})
