import { beforeAll, expect, test } from 'vitest'
import { anyMetricQuestion } from '../harness/any-metric.ts'
import { rowsOf } from '../harness/gateway.ts'
import { byWhatTheyAreAbout, nearly } from '../harness/rows.ts'
import { sharedSystem } from '../harness/shared.ts'
import { readWorld } from '../harness/world.ts'
import { answer } from '../reference/aggregates.ts'
import type { Row } from '../reference/counted.ts'
import type { World } from '../reference/world.ts'

/*
 * Questions about the values of people, drawn at random but the same in every run. A failure names the seed, with which
 * the question can be asked again. Numbers may differ by how sums of them are rounded.
 */

const { api, database } = sharedSystem()
let world: World

beforeAll(async () => {
  world = await readWorld(database)
})

const SEEDS = Array.from({ length: 70 }, (_, index) => 2_000 + index)

const KINDS = [
  'calendar_activity',
  'dfs_metric_total_amount',
  'displacement',
  'event_count',
  'handset',
  'histogram_aggregate',
  'joined_spatial_aggregate',
  'localised_calendar_activity',
  'metric_aggregate',
  'nocturnal_events',
  'pareto_interactions',
  'radius_of_gyration',
  'subscriber_degree',
  'topup_amount',
  'topup_balance',
  'total_active_periods',
  'unique_location_counts',
]

function kindOfMetric(spec: ReturnType<typeof anyMetricQuestion>): string | undefined {
  return 'metric' in spec && typeof spec.metric === 'object' ? spec.metric.query_kind : undefined
}

function expected(seed: number): readonly Row[] {
  return answer(world, anyMetricQuestion(seed)).released
}

test.concurrent.each(SEEDS)('question %i is answered as the raw events do', async seed => {
  const rows = await rowsOf(api, anyMetricQuestion(seed))
  expect(byWhatTheyAreAbout(rows)).toEqual(nearly(expected(seed)))
})

test('each kind is asked about', () => {
  const asked = SEEDS.map(anyMetricQuestion)
  const kinds = asked.flatMap(spec => [spec.query_kind, kindOfMetric(spec)])
  expect([...new Set(kinds.flatMap(kind => kind ?? []))].sort()).toEqual(KINDS)
})

test('most of these questions have an answer', () => {
  const answers = SEEDS.map(seed => expected(seed).length)
  expect(answers.filter(rows => rows > 0).length).toBeGreaterThan(SEEDS.length * 0.7)
})
