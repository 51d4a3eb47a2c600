import type { Counted } from './counted.ts'
import { subsetOf } from './locations.ts'
import type { Statistic } from './metric-specs.ts'
import type { PeriodSpec } from './movement-specs.ts'
import { type Place, placeColumns } from './places.ts'
import { sightings } from './sightings.ts'
import { statisticOf } from './statistics.ts'
import type { World } from './world.ts'

/** How long the stretches of local time are. */
export type Stretch = 'century' | 'day' | 'hour' | 'minute' | 'month' | 'second' | 'year'

/** How many different cells at each place had an event, by stretches of time. */
export interface TotalNetworkObjectsSpec extends PeriodSpec {
  readonly query_kind: 'total_network_objects'
  readonly total_by?: Exclude<Stretch, 'century'> | null
}

/** A statistic of these numbers, by longer stretches of time. */
export interface AggregateNetworkObjectsSpec {
  readonly query_kind: 'aggregate_network_objects'
  readonly total_network_objects: TotalNetworkObjectsSpec
  readonly statistic: Statistic
  readonly aggregate_by: Stretch
}

interface Total {
  readonly place: Place
  readonly datetime: string
  readonly value: number
  readonly subscribers: number
}

/** The cells at work, with the people who had their events. */
export function totalNetworkObjects(world: World, spec: TotalNetworkObjectsSpec): Counted[] {
  return totals(world, spec).map(total => counted(spec, total))
}

/** Statistics of the cells at work, with the people behind the number with fewest; undefined ones are left out. */
export function aggregateNetworkObjects(world: World, spec: AggregateNetworkObjectsSpec): Counted[] {
  const { total_network_objects: nested, statistic, aggregate_by } = spec
  const longer = totals(world, nested).map(total => ({
    ...total,
    datetime: beginningOf(aggregate_by, total.datetime),
  }))
  return groups(longer).flatMap(group => {
    const value = statisticOf(
      statistic,
      group.map(total => total.value),
    )
    const [first] = group
    if (first === undefined || value === undefined) return []
    const subscribers = Math.min(...group.map(total => total.subscribers))
    return [counted(nested, { ...first, value, subscribers })]
  })
}

function totals(world: World, spec: TotalNetworkObjectsSpec): Total[] {
  const period = { from: spec.start_date, until: spec.end_date }
  const seen = sightings(world, spec, period, spec, subsetOf(world, spec.subscriber_subset))
  const events = seen.flatMap(({ subscriber, moment, cell, places }) =>
    places.map(place => ({
      place,
      datetime: beginningOf(spec.total_by ?? 'day', moment),
      cell,
      subscriber,
    })),
  )
  return groups(events).flatMap(group => {
    const [first] = group
    if (first === undefined) return []
    const { place, datetime } = first
    const value = new Set(group.map(({ cell }) => cell)).size
    return [{ place, datetime, value, subscribers: new Set(group.map(({ subscriber }) => subscriber)).size }]
  })
}

/** What is at the same place in the same stretch of time. */
function groups<T extends { readonly place: Place; readonly datetime: string }>(
  members: readonly T[],
): T[][] {
  return [...Map.groupBy(members, ({ place, datetime }) => JSON.stringify([place, datetime])).values()]
}

function counted(spec: TotalNetworkObjectsSpec, { place, datetime, value, subscribers }: Total): Counted {
  const named = placeColumns(spec).map((column, index) => [column, place[index] ?? null] as const)
  return { row: { ...Object.fromEntries(named), value, datetime }, subscribers }
}

const START = '0001-01-01T00:00:00'
const DIGITS_KEPT = { year: 4, month: 7, day: 10, hour: 13, minute: 16, second: 19 } as const

/** The second in which the stretch begins that a moment lies in; centuries begin with the year 1 of a hundred. */
function beginningOf(stretch: Stretch, moment: string): string {
  if (stretch === 'century') {
    const century = Math.floor((Number(moment.slice(0, 4)) - 1) / 100)
    return `${String(century * 100 + 1).padStart(4, '0')}${START.slice(4)}`
  }
  const kept = DIGITS_KEPT[stretch]
  return moment.slice(0, kept) + START.slice(kept)
}
