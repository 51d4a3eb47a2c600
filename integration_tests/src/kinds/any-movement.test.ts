import { beforeAll, expect, test } from 'vitest'
import { anyMovement } from '../harness/any-movement.ts'
import { rowsOf } from '../harness/gateway.ts'
import { inOrder } from '../harness/rows.ts'
import { sharedSystem } from '../harness/shared.ts'
import { readWorld } from '../harness/world.ts'
import { type Answer, answer } from '../reference/aggregates.ts'
import type { World } from '../reference/world.ts'

/*
 * Questions about where people are and where they go, with all parameters at once, drawn at random but the same in every
 * run. A failure names the seed, with which the question can be asked again.
 */

const { api, database } = sharedSystem()
let world: World
const answered = new Map<number, Answer>()

beforeAll(async () => {
  world = await readWorld(database)
})

/** Each of the thirteen kinds is asked twice. */
const SEEDS = Array.from({ length: 26 }, (_, index) => 1_200 + index)

test.concurrent.each(SEEDS)('question %i is answered as the raw events do', async seed => {
  const spec = anyMovement(seed)
  const expected = answer(world, spec)
  answered.set(seed, expected)
  expect(inOrder(await rowsOf(api, spec))).toEqual(inOrder(expected.released))
})

test('most of these questions have an answer, and most of the answers have gaps', () => {
  const answers = [...answered.values()]
  expect(answers).toHaveLength(SEEDS.length)
  const most = SEEDS.length * 0.7
  expect(answers.filter(({ released }) => released.length > 0).length).toBeGreaterThan(most)
  expect(answers.filter(({ withheld }) => withheld.length > 0).length).toBeGreaterThan(most / 2)
})
