import { expect, test } from 'vitest'
import { centre, fitProjection, type LonLat, type MultiPolygon, outline, type Point } from './geometry.ts'

/** A square of two by two degrees around 0, 60: where a degree east is half as long as a degree north. */
const SQUARE: MultiPolygon = [
  [
    [
      [-1, 59],
      [1, 59],
      [1, 61],
      [-1, 61],
      [-1, 59],
    ],
  ],
]

test('shapes fit into the width and keep their proportions at their latitude', () => {
  const projection = fitProjection([SQUARE], 120, 10)
  // 2° of longitude fill 100 units; 2° of latitude are cos(60°) = 1/2 of the length in longitude, hence twice the units.
  expect(projection.width).toBe(120)
  expect(projection.height).toBeCloseTo(220, 6)
  expect(projection.project([-1, 61])).toEqual([10, 10])
  const [x, y] = projection.project([1, 59])
  expect(x).toBeCloseTo(110, 6)
  expect(y).toBeCloseTo(210, 6)
})

test('north is up', () => {
  const { project } = fitProjection([SQUARE], 120, 10)
  expect(project([0, 61])[1]).toBeLessThan(project([0, 59])[1])
})

test('an outline is a closed path through all corners', () => {
  const projection = fitProjection([SQUARE], 120, 10)
  expect(outline(SQUARE, projection)).toBe('M10 210L110 210L110 10L10 10L10 210Z')
})

test('the centre is the centre of gravity of the largest polygon', () => {
  const identity = { width: 0, height: 0, project: ([x = 0, y = 0]: LonLat): Point => [x, y] }
  const island: MultiPolygon[number] = [
    [
      [100, 100],
      [101, 100],
      [101, 101],
      [100, 101],
      [100, 100],
    ],
  ]
  // The medians of a triangle meet at the mean of its corners.
  const triangle: MultiPolygon[number] = [
    [
      [0, 0],
      [9, 0],
      [0, 6],
      [0, 0],
    ],
  ]
  expect(centre([island, triangle], identity)).toEqual([3, 2])
})
