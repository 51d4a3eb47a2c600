import type { Row } from './counted.ts'
import { hiddenParts } from './hidden-parts.ts'
import { locationsOf } from './locations.ts'
import type { JoinedSpatialAggregateSpec } from './metric-specs.ts'
import { handsetsOf, numbersOf } from './metrics.ts'
import { placeColumns } from './places.ts'
import { unitOf } from './specs.ts'
import { mean, mostFrequent, statisticOf, total } from './statistics.ts'
import type { World } from './world.ts'

type Value = string | number | null
type Method = JoinedSpatialAggregateSpec['method']

/** The values of people put together by their place, as far as they are released. */
export function joinedSpatialAggregate(world: World, spec: JoinedSpatialAggregateSpec): Row[] {
  const columns = placeColumns(unitOf(spec.locations))
  const values: ReadonlyMap<string, Value> =
    spec.metric.query_kind === 'handset' ? handsetsOf(world, spec.metric) : numbersOf(world, spec.metric)
  const located = [...locationsOf(world, spec.locations)].flatMap(([subscriber, place]) => {
    const value = values.get(subscriber)
    return value === undefined || !place ? [] : [{ place, value }]
  })
  return [...Map.groupBy(located, ({ place }) => JSON.stringify(place)).values()].flatMap(inPlace => {
    const place = Object.fromEntries(
      columns.map((column, index) => [column, inPlace[0]?.place[index] ?? null]),
    )
    const own = inPlace.map(({ value }) => value)
    return released(own, spec.method).map(row => ({ ...place, ...row }))
  })
}

function released(values: readonly Value[], method: Method): Row[] {
  if (method === 'distr') return shares(values)
  const known = values.filter(value => value !== null).toSorted(ascending)
  if (method === 'mode') {
    const mode = mostFrequent(known)
    return mode !== undefined && known.filter(value => value === mode).length >= 16 ? [{ value: mode }] : []
  }
  const numbers = known.map(Number)
  if (numbers.length < 16) return []
  if (method === 'median' && numbers.length < 32) return []
  if (method !== 'count' && method !== 'median' && isDominated(numbers, method)) return []
  return [{ value: statisticOf(method, numbers) ?? null }]
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

function shares(values: readonly Value[]): Row[] {
  const parts = [...Map.groupBy(values, value => value)]
    .map(([key, same]) => ({ key, count: same.length }))
    .toSorted((one, other) => ascending(one.key, other.key))
  return hiddenParts(parts).map(({ key, count }) => ({ metric: 'value', key, value: count / values.length }))
}

/** The unknown first, numbers and texts by their size. */
function ascending(one: Value, other: Value): number {
  if (one === null || other === null) return Number(other === null) - Number(one === null)
  return one < other ? -1 : Number(one > other)
}
