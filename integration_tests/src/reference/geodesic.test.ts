import { expect, test } from 'vitest'
import { geodesicKm } from './geodesic.ts'

test('a degree of the equator is a 360th of its circumference', () => {
  expect(geodesicKm([0, 0], [1, 0])).toBeCloseTo((2 * Math.PI * 6_378.137) / 360, 6)
})

test('from the equator to the pole it is a quarter of the meridian of WGS 84: 10,001.965729 km', () => {
  expect(geodesicKm([85, 0], [85, 90])).toBeCloseTo(10_001.965_729, 5)
})

test('a position is no distance from itself', () => {
  expect(geodesicKm([85, 28], [85, 28])).toBe(0)
})
