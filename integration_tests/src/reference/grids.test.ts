import { expect, test } from 'vitest'
import { projected, squareOf } from './grids.ts'

// The corner of EASE-Grid 2.0 and its true-scale latitude, as the National Snow and Ice Data Center gives them.
test('the edges of the world are where the grid of the projection has them', () => {
  const [x, y] = projected({ lon: 180, lat: 85.044_566_4 })
  expect(x).toBeCloseTo(17_367_530.45, 1)
  expect(y).toBeCloseTo(7_314_540.83, 0)
})

test('squares are numbered from the origin, to the west and south with negative numbers', () => {
  expect(squareOf({ lon: 0.01, lat: 0.01 }, 1)).toBe('1kmE0N1')
  expect(squareOf({ lon: -0.01, lat: -0.01 }, 1)).toBe('1kmE-1N-2')
  expect(squareOf({ lon: 0.01, lat: 0.01 }, 5)).toBe('5kmE0N0')
})

test('the squares of a size are wholly in those of the next one', () => {
  const numbers = (id: string) => [...id.matchAll(/[EN](-?\d+)/g)].map(([, number]) => Number(number))
  for (const position of [
    { lon: 84.1, lat: 28.3 },
    { lon: -72.3, lat: 18.5 },
    { lon: 34.8, lat: -19.8 },
  ])
    for (const [fine, coarse] of [
      [1, 5],
      [5, 10],
      [10, 50],
    ] as const)
      expect(numbers(squareOf(position, fine)).map(number => Math.floor((number * fine) / coarse))).toEqual(
        numbers(squareOf(position, coarse)),
      )
})
