import { beforeAll, expect, test } from 'vitest'
import { anyNetworkObjects } from '../harness/any-network-objects.ts'
import { rowsOf } from '../harness/gateway.ts'
import { roundedInOrder } from '../harness/rows.ts'
import { sharedSystem } from '../harness/shared.ts'
import { readWorld } from '../harness/world.ts'
import { answer } from '../reference/aggregates.ts'
import type { World } from '../reference/world.ts'

/*
 * Questions about the cells at work, drawn at random but the same in every run. A failure names the seed, with which the
 * question can be asked again. Statistics may differ by how sums of them are rounded.
 */

const { api, database } = sharedSystem()
let world: World

beforeAll(async () => {
  world = await readWorld(database)
})

const SEEDS = Array.from({ length: 24 }, (_, index) => 3_000 + index)

test.concurrent.each(SEEDS)('question %i is answered as the raw events do', async seed => {
  const spec = anyNetworkObjects(seed)
  expect(roundedInOrder(await rowsOf(api, spec))).toEqual(roundedInOrder(answer(world, spec).released))
})

test('most of these questions have an answer', () => {
  const answers = SEEDS.map(seed => answer(world, anyNetworkObjects(seed)).released.length)
  expect(answers.filter(rows => rows > 0).length).toBeGreaterThan(SEEDS.length / 2)
})
