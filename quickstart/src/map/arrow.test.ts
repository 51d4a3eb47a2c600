import { expect, test } from 'vitest'
import { arrow } from './arrow.ts'

/** All coordinates of a path, as points. */
function points(path: string): [x: number, y: number][] {
  const numbers = path.match(/-?[\d.]+/g)?.map(Number) ?? []
  return Array.from({ length: numbers.length / 2 }, (_, index) => [
    numbers[2 * index] ?? Number.NaN,
    numbers[2 * index + 1] ?? Number.NaN,
  ])
}

test('an arrow begins near one place and its tip is near the other', () => {
  const path = points(arrow([0, 0], [100, 0], 8))
  const nearest = (x: number) => Math.min(...path.map(([px, py]) => Math.hypot(px - x, py)))
  expect(nearest(0)).toBeLessThan(8)
  expect(nearest(100)).toBeLessThan(8)
  expect(Math.max(...path.map(([x]) => x))).toBeLessThan(100)
})

test('the two arrows between a pair of places bow to different sides', () => {
  const middle = (path: [number, number][]) => path.reduce((sum, [, y]) => sum + y, 0) / path.length
  expect(middle(points(arrow([0, 0], [100, 0], 2)))).toBeGreaterThan(5)
  expect(middle(points(arrow([100, 0], [0, 0], 2)))).toBeLessThan(-5)
})

test('a larger flow has a wider arrow', () => {
  const breadth = (width: number) => {
    const xs = points(arrow([0, 0], [0, 200], width)).map(([x]) => x)
    return Math.max(...xs) - Math.min(...xs)
  }
  expect(breadth(12)).toBeGreaterThan(breadth(2))
})

test('places that are close together still have an arrow between them', () => {
  expect(arrow([10, 10], [11, 10], 12)).not.toContain('NaN')
})
