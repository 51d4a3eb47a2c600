import { beforeAll, expect, test } from 'vitest'
import { anyMeaningfulLocations } from '../harness/any-meaningful-locations.ts'
import { bodyOf, complete, rowsOf } from '../harness/gateway.ts'
import { inOrder, roundedInOrder } from '../harness/rows.ts'
import { sharedSystem } from '../harness/shared.ts'
import { readWorld } from '../harness/world.ts'
import { answer } from '../reference/aggregates.ts'
import type { MeaningfulLocationsSpec } from '../reference/meaningful-locations.ts'
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

test.concurrent.each(SEEDS)('question %i is answered as the raw events do', async seed => {
  const spec = anyMeaningfulLocations(seed)
  expect(roundedInOrder(await rowsOf(api, spec))).toEqual(roundedInOrder(answer(world, spec).released))
})

test('most of these questions have an answer, and some of the answers have gaps', () => {
  const answers = SEEDS.map(seed => answer(world, anyMeaningfulLocations(seed)))
  expect(answers.filter(({ released }) => released.length > 0).length).toBeGreaterThan(SEEDS.length / 2)
  expect(answers.filter(({ withheld }) => withheld.length > 0).length).toBeGreaterThan(SEEDS.length / 3)
})

test('on a map are places with their values, and pairs are inflows and outflows of places', async () => {
  const asked = SEEDS.map(anyMeaningfulLocations).filter(
    ({ aggregation_unit }) => aggregation_unit === 'admin2' || aggregation_unit === 'admin3',
  )
  const [counts, pairs] = [
    asked.filter(({ query_kind }) => query_kind === 'meaningful_locations_aggregate'),
    asked.filter(({ query_kind }) => query_kind !== 'meaningful_locations_aggregate'),
  ].map(specs => specs.find(spec => answer(world, spec).released.length > 0))
  if (!counts || !pairs) throw new Error('No question has an answer that could be mapped')

  const places = await propertiesOf(counts)
  expect(inOrder(places.map(({ label, pcod, value }) => ({ label, pcod, value })))).toEqual(
    inOrder(await rowsOf(api, counts)),
  )

  const flows = await propertiesOf(pairs)
  const outflows = flows.flatMap(({ pcod, outflows }) =>
    Object.entries(Object(outflows)).map(([pcod_to, value]) => ({ pcod_from: pcod, pcod_to, value })),
  )
  const between = (await rowsOf(api, pairs)).filter(row => row.pcod_from !== null && row.pcod_to !== null)
  expect(inOrder(outflows)).toEqual(
    inOrder(between.map(({ pcod_from, pcod_to, value }) => ({ pcod_from, pcod_to, value }))),
  )
})

async function propertiesOf(spec: MeaningfulLocationsSpec): Promise<Record<string, unknown>[]> {
  const { features } = await bodyOf(await api.get(await complete(api, spec), '.geojson'), 200)
  return (features as { properties: Record<string, unknown> }[]).map(({ properties }) => properties)
}
