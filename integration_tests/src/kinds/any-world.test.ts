import { createFlowDb } from '@flowkit/local-stack/vitest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addToCountry } from '../harness/additions.ts'
import { anyMeaningfulLocations } from '../harness/any-meaningful-locations.ts'
import { anyMetricQuestion } from '../harness/any-metric.ts'
import { anyMovement } from '../harness/any-movement.ts'
import { anyNetworkObjects } from '../harness/any-network-objects.ts'
import { anyQuestion } from '../harness/any-question.ts'
import { anyWorld } from '../harness/any-world.ts'
import { type Computed, computed } from '../harness/computed.ts'
import { fill } from '../harness/fill.ts'
import { byWhatTheyAreAbout, nearly } from '../harness/rows.ts'
import { connectAs } from '../harness/system.ts'
import { readWorld } from '../harness/world.ts'
import { type AnySpec, answer } from '../reference/aggregates.ts'
import type { World } from '../reference/world.ts'

/*
 * Questions drawn at random about small worlds drawn at random, the same in every run: what the SQL makes of them, before
 * and after small numbers are withheld, against the raw events. A failure names the seeds of the world and of the question.
 */

const from = (first: number, count: number) => Array.from({ length: count }, (_, index) => first + index)

/** The questions to a world, by their names; other ones for each world. */
function questionsTo(world: number): Map<string, AnySpec> {
  const start = 10_000 + 100 * world
  const drawn = (name: string, count: number, draw: (seed: number) => AnySpec) =>
    from(start, count).map(seed => [`${name} ${seed}`, draw(seed)] as const)
  return new Map([
    ...drawn('question', 12, anyQuestion),
    ...drawn('movement', 26, anyMovement),
    ...drawn('metric', 40, anyMetricQuestion),
    ...drawn('network objects', 4, anyNetworkObjects),
    ...drawn('meaningful locations', 6, anyMeaningfulLocations),
  ])
}

/** By their seeds, how many people worlds have. */
const WORLDS = [
  [1, 1],
  [2, 60],
  [3, 75],
  [4, 90],
] as const

describe.each(WORLDS)('world %i, of %i', (seed, people) => {
  const questions = questionsTo(seed)
  let world: World
  let answers: ReadonlyMap<string, Computed>
  let drop = async () => {}

  beforeAll(async () => {
    const flowdb = await createFlowDb({ profile: 'empty' })
    const database = connectAs('superuser', flowdb)
    drop = async () => {
      await database.end()
      await flowdb.drop()
    }
    await fill(database, anyWorld(seed, people))
    await addToCountry(database)
    world = await readWorld(database)
    answers = await computed(flowdb.superuser.url, Object.fromEntries(questions))
  })
  afterAll(() => drop())

  test.each([...questions.keys()])('%s is answered as the raw events do', name => {
    const spec = questions.get(name)
    const found = answers.get(name)
    if (spec === undefined || found === undefined || 'error' in found)
      throw new Error(`No answer: ${JSON.stringify(found)}`)
    const expected = answer(world, spec)
    // The SQL has no row for a bin in which there is nobody.
    const all = [...expected.released, ...expected.withheld].filter(
      ({ value, lower_edge }) => lower_edge === undefined || value !== 0,
    )
    expect(byWhatTheyAreAbout(found.rows)).toEqual(nearly(all))
    expect(byWhatTheyAreAbout(found.released)).toEqual(nearly(expected.released))
  })

  test.runIf(people > 16)('some numbers are released, and some are not', () => {
    const given = [...questions.values()].map(spec => answer(world, spec))
    expect(given.filter(({ released }) => released.length > 0).length).toBeGreaterThan(given.length / 4)
    expect(given.filter(({ withheld }) => withheld.length > 0).length).toBeGreaterThan(given.length / 2)
  })
})

test('each kind that counts anything is asked about, or is a part of what is', () => {
  const asked = WORLDS.flatMap(([seed]) => [...questionsTo(seed).values()])
  const kinds = new Set([...JSON.stringify(asked).matchAll(/"query_kind":"(\w+)"/g)].map(([, kind]) => kind))
  expect([...kinds].sort()).toEqual(KINDS)
})

/** All but `geography` and `dummy_query`, which are not about people. */
const KINDS = [
  'active_at_reference_location_counts',
  'aggregate_network_objects',
  'calendar_activity',
  'coalesced_location',
  'consecutive_trips_od_matrix',
  'daily_location',
  'dfs_metric_total_amount',
  'displacement',
  'event_count',
  'flows',
  'handset',
  'histogram_aggregate',
  'inflows',
  'joined_spatial_aggregate',
  'labelled_flows',
  'labelled_spatial_aggregate',
  'localised_calendar_activity',
  'location_event_counts',
  'location_introversion',
  'location_visits',
  'majority_location',
  'meaningful_locations_aggregate',
  'meaningful_locations_between_dates_od_matrix',
  'meaningful_locations_between_label_od_matrix',
  'metric_aggregate',
  'mobility_classification',
  'modal_location',
  'most_frequent_location',
  'nocturnal_events',
  'outflows',
  'pareto_interactions',
  'radius_of_gyration',
  'spatial_aggregate',
  'subscriber_degree',
  'topup_amount',
  'topup_balance',
  'total_active_periods',
  'total_network_objects',
  'trips_od_matrix',
  'unique_location_counts',
  'unique_locations',
  'unique_subscriber_counts',
  'unique_visitor_counts',
  'unmoving_at_reference_location_counts',
  'unmoving_counts',
  'visited_most_days',
]
