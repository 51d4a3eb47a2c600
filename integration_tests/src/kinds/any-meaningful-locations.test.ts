import { beforeAll, expect, test } from 'vitest'
import { anyMeaningfulLocations } from '../harness/any-meaningful-locations.ts'
import { rowsOf } from '../harness/gateway.ts'
import { inOrder } from '../harness/rows.ts'
import { sharedSystem } from '../harness/shared.ts'
import { readWorld } from '../harness/world.ts'
import { answer } from '../reference/aggregates.ts'
import type { World } from '../reference/world.ts'

/*
 * Questions about the places that mean something to people, drawn at random but the same in every run. A failure names the
 * seed, with which the question can be asked again. Sums of shares may differ by how they are rounded.
 */

const { api, database } = sharedSystem()
let world: World

beforeAll(async () => {
  world = await readWorld(database)
})

const SEEDS = Array.from({ length: 18 }, (_, index) => 5_000 + index)

const rounded = <R extends Readonly<Record<string, unknown>>>(rows: readonly R[]) =>
  inOrder(
    rows.map(({ value, ...row }) => ({
      ...row,
      value: typeof value === 'number' ? Number(value.toFixed(6)) : value,
    })),
  )

test.concurrent.each(SEEDS)('question %i is answered as the raw events do', async seed => {
  const spec = anyMeaningfulLocations(seed)
  expect(rounded(await rowsOf(api, spec))).toEqual(rounded(answer(world, spec).released))
})

test('most of these questions have an answer, and some of the answers have gaps', () => {
  const answers = SEEDS.map(seed => answer(world, anyMeaningfulLocations(seed)))
  expect(answers.filter(({ released }) => released.length > 0).length).toBeGreaterThan(SEEDS.length / 2)
  expect(answers.filter(({ withheld }) => withheld.length > 0).length).toBeGreaterThan(SEEDS.length / 3)
})
