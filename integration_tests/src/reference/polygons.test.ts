import { expect, test } from 'vitest'
import { contains, type MultiPolygon, type Position } from './polygons.ts'

// An L: the square from (0,0) to (2,2) without its upper right quarter.
const ell: Position[] = [
  [0, 0],
  [2, 0],
  [2, 1],
  [1, 1],
  [1, 2],
  [0, 2],
  [0, 0],
]
const square = (from: number, to: number): Position[] => [
  [from, from],
  [to, from],
  [to, to],
  [from, to],
  [from, from],
]

test('a position in the notch of a concave shape is outside, in its arms inside', () => {
  expect(contains([[ell]], [1.5, 1.5])).toBe(false)
  expect(contains([[ell]], [1.5, 0.5])).toBe(true)
  expect(contains([[ell]], [0.5, 1.5])).toBe(true)
  expect(contains([[ell]], [-0.5, 0.5])).toBe(false)
  expect(contains([[ell]], [2.5, 0.5])).toBe(false)
})

test('a position in a hole is outside', () => {
  const ringed: MultiPolygon = [[square(0, 4), square(1, 3)]]
  expect(contains(ringed, [2, 2])).toBe(false)
  expect(contains(ringed, [0.5, 2])).toBe(true)
  expect(contains(ringed, [3.5, 2])).toBe(true)
})

test('a shape of several parts contains what any of them contains', () => {
  const islands: MultiPolygon = [[square(0, 1)], [square(5, 6)]]
  expect(contains(islands, [0.5, 0.5])).toBe(true)
  expect(contains(islands, [5.5, 5.5])).toBe(true)
  expect(contains(islands, [3, 3])).toBe(false)
})

test('a ray through a corner counts the corner once', () => {
  // The corner of the diamond at (2,1) lies exactly to the east of its middle.
  const diamond: Position[] = [
    [1, 0],
    [2, 1],
    [1, 2],
    [0, 1],
    [1, 0],
  ]
  expect(contains([[diamond]], [1, 1])).toBe(true)
  expect(contains([[diamond]], [-1, 1])).toBe(false)
})
