import type { Counted } from './counted.ts'
import { partsOf } from './hidden-parts.ts'
import { locationsOf } from './locations.ts'
import type { JoinedSpatialAggregateSpec, MetricAggregateSpec } from './metric-specs.ts'
import { handsetsOf, numbersOf } from './metrics.ts'
import { placeColumns } from './places.ts'
import { unitOf } from './specs.ts'
import { mean, mostFrequent, statisticOf, total } from './statistics.ts'
import type { World } from './world.ts'

type Value = string | number | null
type Method = JoinedSpatialAggregateSpec['method']

/** The values of people put together by their place, with nobody behind what is not released for another reason. */
export function joinedSpatialAggregate(world: World, spec: JoinedSpatialAggregateSpec): Counted[] {
  const columns = placeColumns(unitOf(spec.locations))
  const values = valuesOf(world, spec)
  const located = [...locationsOf(world, spec.locations)].flatMap(([subscriber, place]) => {
    const value = values.get(subscriber)
    return value === undefined || !place ? [] : [{ place, value }]
  })
  return [...Map.groupBy(located, ({ place }) => JSON.stringify(place)).values()].flatMap(inPlace => {
    const place = Object.fromEntries(
      columns.map((column, index) => [column, inPlace[0]?.place[index] ?? null]),
    )
    const own = inPlace.map(({ value }) => value)
    return putTogether(own, spec.method).map(({ row, subscribers }) => ({
      row: { ...place, ...row },
      subscribers,
    }))
  })
}

/** The values of all people put together, with nobody behind what is not released for another reason. */
export function metricAggregate(world: World, spec: MetricAggregateSpec): Counted[] {
  const values = [...valuesOf(world, spec).values()]
  return values.length === 0 ? [] : putTogether(values, spec.method)
}

function valuesOf(world: World, { metric }: Pick<MetricAggregateSpec, 'metric'>): ReadonlyMap<string, Value> {
  return metric.query_kind === 'handset' ? handsetsOf(world, metric) : numbersOf(world, metric)
}

function putTogether(values: readonly Value[], method: Method): Counted[] {
  if (method === 'distr') return shares(values)
  const known = values.filter(value => value !== null).toSorted(ascending)
  if (method === 'mode') {
    const mode = mostFrequent(known)
    if (mode === undefined) return []
    return [{ row: { value: mode }, subscribers: known.filter(value => value === mode).length }]
  }
  const numbers = known.map(Number)
  const row = { value: statisticOf(method, numbers) ?? null }
  if (method === 'count') return [{ row, subscribers: numbers.length }]
  if (method === 'median') return [{ row, subscribers: Math.floor(numbers.length / 2) }]
  return [{ row, subscribers: isDominated(numbers, method) ? 0 : numbers.length }]
}

/** Whether one person makes up more than half of a sum, or of the squared deviations that a variance is made of. */
export function isDominated(
  numbers: readonly number[],
  method: 'avg' | 'sum' | 'stddev' | 'variance',
): boolean {
  const middle = mean(numbers)
  const contributions = numbers.map(number =>
    method === 'avg' || method === 'sum' ? Math.abs(number) : (number - middle) ** 2,
  )
  return Math.max(...contributions) > total(contributions) / 2
}

function shares(values: readonly Value[]): Counted[] {
  const parts = [...Map.groupBy(values, value => value)]
    .map(([key, same]) => ({ key, count: same.length }))
    .toSorted((one, other) => ascending(one.key, other.key))
  return partsOf(parts, ({ key, count }) => ({ metric: 'value', key, value: count / values.length }))
}

/** The unknown first, numbers and texts by their size. */
function ascending(one: Value, other: Value): number {
  if (one === null || other === null) return Number(other === null) - Number(one === null)
  return one < other ? -1 : Number(one > other)
}
