import { createFlowDb } from '@flowkit/local-stack/vitest'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { anyMeaningfulLocations } from '../harness/any-meaningful-locations.ts'
import { anyMetricQuestion } from '../harness/any-metric.ts'
import { anyMovement } from '../harness/any-movement.ts'
import { anyNetworkObjects } from '../harness/any-network-objects.ts'
import { anyQuestion } from '../harness/any-question.ts'
import { anyWorld } from '../harness/any-world.ts'
import { bodyOf, type Gateway, gateway, rowsOf } from '../harness/gateway.ts'
import { loadWorld } from '../harness/load-world.ts'
import { kindOf, queryNames, type Schemas } from '../harness/openapi.ts'
import { byWhatTheyAreAbout, nearly } from '../harness/rows.ts'
import { sharedSystem } from '../harness/shared.ts'
import { connectAs, type RunningSystem, startSystem } from '../harness/system.ts'
import { unredactedRows } from '../harness/unredacted.ts'
import { type AnySpec, answer } from '../reference/aggregates.ts'
import { subsetOf } from '../reference/locations.ts'
import type { LocationSpec } from '../reference/specs.ts'
import type { World } from '../reference/world.ts'

/*
 * Questions of every kind about small worlds, both drawn at random but the same in every run. A failure names the seed of
 * the world, and the question with its seed. The worlds are small enough that all numbers in them are small, so they are
 * compared before anything is withheld, and after.
 */

/** How many people live in a world, by its seed. */
const WORLDS = [
  { seed: 1, population: 1 },
  { seed: 2, population: 12 },
  { seed: 3, population: 90 },
] as const

/** What draws questions, and how many are asked of each world. */
const GENERATORS: readonly (readonly [draw: (seed: number) => AnySpec, questions: number])[] = [
  [anyQuestion, 8],
  [anyMovement, 26],
  [anyMetricQuestion, 26],
  [anyMeaningfulLocations, 3],
  [anyNetworkObjects, 4],
]

function questionsAbout(world: number): [name: string, spec: AnySpec][] {
  return GENERATORS.flatMap(([draw, questions]) =>
    Array.from({ length: questions }, (_, index): [string, AnySpec] => {
      const seed = 100 * world + index
      return [`${draw.name} ${seed}`, draw(seed)]
    }),
  )
}

/** Everything that a query is made of, itself first. */
function partsOf(spec: object): object[] {
  const parts = Object.values(spec).filter(part => typeof part === 'object' && part !== null)
  return [spec, ...parts.flatMap(partsOf)]
}

const kindsIn = (spec: object) => partsOf(spec).flatMap(part => ('query_kind' in part ? part.query_kind : []))

/** Whether a query is about a subset of too few people to be told anything about. */
function isOfTooFew(world: World, spec: object): boolean {
  return partsOf(spec).some(part => {
    const subset = 'subscriber_subset' in part ? (part.subscriber_subset as LocationSpec | null) : null
    return subset !== null && (subsetOf(world, subset)?.size ?? 0) < 16
  })
}

const { api: anyApi } = sharedSystem()

test('every kind is asked about, but for those that are not about people', async () => {
  const document = await bodyOf(await anyApi.request('/api/0/spec/openapi.json'), 200)
  const { schemas } = document.components as { schemas: Schemas }
  const { topLevel, nested } = queryNames(schemas)
  const kinds = [...topLevel, ...nested].map(name => kindOf(schemas[name] ?? {}))
  const asked = WORLDS.flatMap(({ seed }) => questionsAbout(seed)).flatMap(([, spec]) => kindsIn(spec))
  expect([...new Set([...asked, 'dummy_query', 'geography'])].sort()).toEqual(kinds.toSorted())
})

test('where many people live some numbers are released and some are not', () => {
  for (const { seed, population } of WORLDS.filter(({ population }) => population > 16)) {
    const world = anyWorld(seed, population)
    const answers = questionsAbout(seed).map(([, spec]) => answer(world, spec))
    expect(answers.filter(({ released }) => released.length > 0).length).toBeGreaterThan(answers.length / 4)
    expect(answers.filter(({ withheld }) => withheld.length > 0).length).toBeGreaterThan(answers.length / 2)
  }
})

describe.each(WORLDS)('of world $seed with a population of $population', ({ seed, population }) => {
  const world = anyWorld(seed, population)
  const questions = questionsAbout(seed)
  let system: RunningSystem
  let api: Gateway
  let unredacted: Awaited<ReturnType<typeof unredactedRows>>

  beforeAll(async () => {
    const flowdb = await createFlowDb({ profile: 'empty' })
    const key = { algorithm: 'RS256', publicKey: inject('keys').publicKey } as const
    const database = connectAs('superuser', flowdb)
    await loadWorld(database, world).finally(() => database.end())
    system = await startSystem({ name: `world-${seed}`, flowdb, key })
    api = gateway(system.address.url, inject('token'))
    unredacted = await unredactedRows(flowdb, Object.fromEntries(questions))
  })
  afterAll(() => system?.stop())

  test.concurrent.each(questions)('%s is answered as the raw events do', async (name, spec) => {
    const { released, withheld } = answer(world, spec)
    // Bins without anybody are no rows.
    const all = [...released, ...withheld].filter(
      ({ value, lower_edge }) => lower_edge === undefined || value !== 0,
    )
    expect(byWhatTheyAreAbout(unredacted.get(name) ?? [])).toEqual(nearly(all))
    if (isOfTooFew(world, spec)) await expect(rowsOf(api, spec)).rejects.toThrow('fewer than 16 subscribers')
    else expect(byWhatTheyAreAbout(await rowsOf(api, spec))).toEqual(nearly(released))
  })
})
