import { beforeAll, expect, test } from 'vitest'
import { anyQuestion } from '../harness/any-question.ts'
import { rowsOf } from '../harness/gateway.ts'
import { inOrder } from '../harness/rows.ts'
import { sharedSystem } from '../harness/shared.ts'
import { readWorld } from '../harness/world.ts'
import { answer } from '../reference/aggregates.ts'
import type { World } from '../reference/world.ts'

/*
 * Questions with all parameters at once, drawn at random but the same in every run. A failure names the seed, with
 * which the question can be asked again.
 */

const { api, database } = sharedSystem()
let world: World

beforeAll(async () => {
  world = await readWorld(database)
})

const SEEDS = Array.from({ length: 40 }, (_, index) => 1_000 + index)

test.concurrent.each(SEEDS)('question %i is answered as the raw events do', async seed => {
  const spec = anyQuestion(seed)
  expect(inOrder(await rowsOf(api, spec))).toEqual(inOrder(answer(world, spec).released))
})

test('most of these questions have an answer, and most of the answers have gaps', () => {
  const answers = SEEDS.map(seed => answer(world, anyQuestion(seed)))
  const most = SEEDS.length * 0.8
  expect(answers.filter(({ released }) => released.length > 0).length).toBeGreaterThan(most)
  expect(answers.filter(({ withheld }) => withheld.length > 0).length).toBeGreaterThan(most / 2)
})
