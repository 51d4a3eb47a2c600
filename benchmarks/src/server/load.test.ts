import { expect, test } from 'vitest'
import { percentile } from './load.ts'

test('a percentile is the number of its rank', () => {
  // The example of https://en.wikipedia.org/wiki/Percentile for the nearest rank.
  const ascending = [15, 20, 35, 40, 50]
  expect([0.05, 0.3, 0.4, 0.5, 1].map(share => percentile(ascending, share))).toEqual([15, 20, 20, 35, 50])
  expect(percentile([], 0.5)).toBeUndefined()
})
