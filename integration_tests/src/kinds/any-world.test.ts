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
import { connectAs } from '../harness/system.ts'
import { readWorld } from '../harness/world.ts'
import { type Answer, answer, released, type SpecOfValues } from '../reference/aggregates.ts'
import type { Row } from '../reference/counted.ts'
import type { AggregateSpec } from '../reference/specs.ts'
import type { World } from '../reference/world.ts'

/*
 * Questions drawn at random about small worlds drawn at random, the same in every run: what the SQL makes of them, before
 * and after small numbers are withheld, against the raw events. A failure names the seeds of the world and of the question.
 */

type Question = AggregateSpec | SpecOfValues

const from = (first: number, count: number) => Array.from({ length: count }, (_, index) => first + index)

/** The questions to a world, by their names; other ones for each world. */
function questionsTo(world: number): Map<string, Question> {
  const start = 10_000 + 100 * world
  const drawn = (name: string, count: number, draw: (seed: number) => Question) =>
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
    if (isOfValues(spec)) return expect(comparable(found.released)).toEqual(comparable(released(world, spec)))
    const expected: Answer = answer(world, spec)
    const rows = [...expected.released, ...expected.withheld]
    // The SQL has no row for a bin in which there is nobody.
    const known = spec.query_kind === 'histogram_aggregate' ? rows.filter(({ value }) => value !== 0) : rows
    expect(comparable(found.rows)).toEqual(comparable(known))
    expect(comparable(found.released)).toEqual(comparable(expected.released))
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

const OF_VALUES: readonly string[] = [
  'calendar_activity',
  'dfs_metric_total_amount',
  'joined_spatial_aggregate',
  'localised_calendar_activity',
  'metric_aggregate',
] satisfies SpecOfValues['query_kind'][]

function isOfValues(spec: Question): spec is SpecOfValues {
  return OF_VALUES.includes(spec.query_kind)
}

/** Rows in an order of their own, with numbers as they are, however sums of them were rounded. */
function comparable(rows: readonly Row[]) {
  return rows
    .map(row =>
      Object.fromEntries(
        Object.entries(row)
          .toSorted(([one], [other]) => (one < other ? -1 : 1))
          .map(([column, value]) => [
            column,
            typeof value === 'number'
              ? Number(value.toPrecision(9))
              : Array.isArray(value)
                ? JSON.stringify(value)
                : value,
          ]),
      ),
    )
    .toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1))
}
