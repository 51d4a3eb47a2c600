import { beforeAll, expect, test } from 'vitest'
import { anyMetricQuestion } from '../harness/any-metric.ts'
import { rowsOf } from '../harness/gateway.ts'
import { sharedSystem } from '../harness/shared.ts'
import { readWorld } from '../harness/world.ts'
import { answer, released } from '../reference/aggregates.ts'
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

const SEEDS = Array.from({ length: 60 }, (_, index) => 2_000 + index)

const KINDS = [
  'calendar_activity',
  'dfs_metric_total_amount',
  'displacement',
  'event_count',
  'handset',
  'histogram_aggregate',
  'joined_spatial_aggregate',
  'localised_calendar_activity',
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
  const spec = anyMetricQuestion(seed)
  return spec.query_kind === 'histogram_aggregate' ? answer(world, spec).released : released(world, spec)
}

/** Rows in the order of what they are about, which is everything but the value. */
function inOrder<R extends Readonly<Record<string, unknown>>>(rows: readonly R[]): R[] {
  const key = ({ value, ...about }: R) => JSON.stringify(Object.entries(about).sort())
  return rows.toSorted((one, other) => (key(one) < key(other) ? -1 : 1))
}

test.concurrent.each(SEEDS)('question %i is answered as the raw events do', async seed => {
  const rows = inOrder(await rowsOf(api, anyMetricQuestion(seed)))
  const labelled = rows.map(row => ({
    ...row,
    ...('grp' in row ? { grp: JSON.stringify(row.grp) } : {}),
    ...('value_label' in row ? { value_label: JSON.stringify(row.value_label) } : {}),
  }))
  const wanted = inOrder(expected(seed)).map(row => ({
    ...row,
    value: typeof row.value === 'number' ? expect.closeTo(row.value, digitsOf(row.value)) : row.value,
  }))
  expect(labelled).toEqual(wanted)
})

/** As many decimals as make eight digits. */
function digitsOf(value: number): number {
  return 7 - Math.max(0, Math.ceil(Math.log10(Math.abs(value) + 1)))
}

test('each kind is asked about', () => {
  const asked = SEEDS.map(anyMetricQuestion)
  const kinds = asked.flatMap(spec => [spec.query_kind, kindOfMetric(spec)])
  expect([...new Set(kinds.flatMap(kind => kind ?? []))].sort()).toEqual(KINDS)
})

test('most of these questions have an answer', () => {
  const answers = SEEDS.map(seed => expected(seed).length)
  expect(answers.filter(rows => rows > 0).length).toBeGreaterThan(SEEDS.length * 0.7)
})
