import { expect, test } from 'vitest'
import { stream } from '../random.ts'
import { makeMosaic } from './mosaic.ts'
import { outline } from './outline.ts'

test('the outline of a ring of tiles has a hole where the middle one is missing', () => {
  const mosaic = makeMosaic(stream(1, 'land'), 4)
  const coastal = new Set(mosaic.neighbours.flatMap((tiles, tile) => (tiles.length < 5 ? [tile] : [])))
  const middle = mosaic.neighbours.findIndex(
    (tiles, tile) =>
      tiles.length === mosaic.rings[tile]?.length && tiles.every(next => !coastal.has(next) && next !== tile),
  )
  const around = mosaic.neighbours[middle] ?? []
  const [outer, hole, ...others] = outline(mosaic, around)

  expect(others).toEqual([])
  expect(outer?.at(0)).toEqual(outer?.at(-1))
  // The hole runs along the missing tile, the other way round.
  expect(new Set(hole?.map(String))).toEqual(new Set(outline(mosaic, [middle])[0]?.map(String)))
  expect(turning(outer ?? [])).toBeGreaterThan(0)
  expect(turning(hole ?? [])).toBeLessThan(0)
})

/** Twice the area within a ring; positive where it runs anticlockwise. */
function turning(ring: readonly (readonly [number, number])[]): number {
  return ring.slice(1).reduce((sum, [x, y], i) => {
    const [px, py] = ring[i] ?? [x, y]
    return sum + (px * y - x * py)
  }, 0)
}
