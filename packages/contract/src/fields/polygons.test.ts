import { describe, expect, test } from 'vitest'
import { intersect, isSimple, type Polygons, type Position } from './polygons.ts'

const ring = (...positions: Position[]): Position[] => [...positions, positions[0] ?? [0, 0]]
const square = (x: number, y: number, size: number): Position[] =>
  ring([x, y], [x + size, y], [x + size, y + size], [x, y + size])
const unit: Polygons = [[square(0, 0, 1)]]
const withHole: Polygons = [[square(0, 0, 1), square(0.2, 0.2, 0.6)]]

describe('shapes', () => {
  test.each<[string, Polygons, Polygons, boolean]>([
    ['that lie apart do not', unit, [[square(2, 0, 1)]], false],
    ['whose edges cross do', unit, [[square(0.5, 0.5, 1)]], true],
    ['that share an edge do', unit, [[square(1, 0, 1)]], true],
    ['that share a corner do', unit, [[square(1, 1, 1)]], true],
    ['of which one lies in the other do', unit, [[square(0.4, 0.4, 0.1)]], true],
    ['of which one lies in a hole of the other do not', withHole, [[square(0.4, 0.4, 0.1)]], false],
    ['of which any part meets the other do', [[square(5, 5, 1)], [square(0.5, 0.5, 1)]], unit, true],
  ])('%s intersect', (_, one, other, expected) => {
    expect(intersect(one, other)).toBe(expected)
    expect(intersect(other, one)).toBe(expected)
  })

  test.each<[string, Polygons, boolean]>([
    ['a square is', unit, true],
    ['a square with a hole is', withHole, true],
    ['two squares side by side are', [[square(0, 0, 1)], [square(2, 0, 1)]], true],
    ['a bow is not', [[ring([0, 0], [1, 1], [1, 0], [0, 1])]], false],
    ['a line there and back is not', [[ring([0, 0], [1, 1], [2, 2])]], false],
    ['a ring that stays at a corner is not', [[ring([0, 0], [0, 0], [1, 1], [1, 0])]], false],
    ['a square in a square is not', [[square(0, 0, 1)], [square(0.2, 0.2, 0.1)]], false],
    ['a hole outside is not', [[square(0, 0, 1), square(2, 2, 1)]], false],
    ['a hole in a hole is not', [[...(withHole[0] ?? []), square(0.4, 0.4, 0.1)]], false],
  ])('%s simple', (_, shape, expected) => expect(isSimple(shape)).toBe(expected))
})
