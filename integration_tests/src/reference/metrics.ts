import { balanceOf } from './balances.ts'
import { calendarsOf } from './calendars.ts'
import { geodesicKm } from './geodesic.ts'
import { locationsOf, subsetOf } from './locations.ts'
import type { HandsetSpec, NumericMetricSpec } from './metric-specs.ts'
import { isWithin } from './moments.ts'
import { type Choice, occurrences } from './occurrences.ts'
import type { Place } from './places.ts'
import { sightings } from './sightings.ts'
import type { SpatialUnit } from './specs.ts'
import { mean, mostFrequent, statisticOf, total } from './statistics.ts'
import type { EventRow, World } from './world.ts'

/** The number of each subscriber who has one. */
export function numbersOf(world: World, spec: NumericMetricSpec): Map<string, number> {
  switch (spec.query_kind) {
    case 'event_count':
      return each(occurrences(world, spec), own => own.length)
    case 'nocturnal_events':
      return each(
        occurrences(world, spec),
        own => (100 * own.filter(({ moment }) => isWithin(spec.night_hours, moment)).length) / own.length,
      )
    case 'subscriber_degree':
      return each(contacts(world, spec), own => new Set(own.map(({ contact }) => contact)).size)
    case 'pareto_interactions':
      return each(contacts(world, spec), own => shareOfContacts(own, spec.proportion))
    case 'total_active_periods':
      return new Map(
        [...calendarsOf(world, spec)].map(([subscriber, periods]) => [subscriber, periods.length]),
      )
    case 'topup_amount':
      return each(occurrences(world, { ...spec, event_types: ['topups'] }), own =>
        statisticOf(
          spec.statistic,
          own.flatMap(({ amount }) => amount ?? []),
        ),
      )
    case 'topup_balance':
      return each(occurrences(world, { ...spec, event_types: ['topups'] }), own =>
        balanceOf(own, spec.statistic, spec),
      )
    case 'unique_location_counts':
      return each(
        places(world, spec, spec),
        own => new Set(own.map(({ place }) => JSON.stringify(place))).size,
      )
    case 'displacement': {
      const homes = locationsOf(world, spec.reference_location)
      return each(places(world, POSITIONS, spec), (own, subscriber) => {
        const home = homes.get(subscriber)
        if (!home) return undefined
        return statisticOf(
          spec.statistic,
          own.map(({ place }) => geodesicKm(point(place), point(home))),
        )
      })
    }
    case 'radius_of_gyration':
      return each(places(world, POSITIONS, spec), own => radiusOf(own.map(({ place }) => point(place))))
  }
}

/** The property of each subscriber's handset; null where it is not known. */
export function handsetsOf(world: World, spec: HandsetSpec): Map<string, string | null> {
  const told = occurrences(world, spec).filter(({ tac }) => tac != null)
  const property = ({ tac }: EventRow) => world.handsets?.get(tac ?? '')?.[spec.characteristic] ?? null
  return new Map(
    [...Map.groupBy(told, ({ subscriber }) => subscriber)].map(([subscriber, own]) => {
      const latest = own.toSorted((one, other) => {
        if (one.moment !== other.moment) return one.moment < other.moment ? 1 : -1
        return Number(other.tac) - Number(one.tac)
      })
      const inOrder = own.map(property).toSorted(nullsLast)
      return [subscriber, (spec.method === 'last' ? latest.map(property)[0] : mostFrequent(inOrder)) ?? null]
    }),
  )
}

const POSITIONS: SpatialUnit = { aggregation_unit: 'lon-lat' }

const point = ([lon, lat]: Place) => [Number(lon), Number(lat)] as const

function nullsLast(one: string | null, other: string | null): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null)
  return one < other ? -1 : Number(one > other)
}

/** A number made of the rows of each subscriber; those for whom there is none are left out. */
function each<R extends { readonly subscriber: string }>(
  rows: readonly R[],
  numberOf: (own: readonly R[], subscriber: string) => number | undefined,
): Map<string, number> {
  const numbers = new Map<string, number>()
  for (const [subscriber, own] of Map.groupBy(rows, row => row.subscriber)) {
    const number = numberOf(own, subscriber)
    if (number !== undefined) numbers.set(subscriber, number)
  }
  return numbers
}

/** Where subscribers were: a row for each located event and each place that it counts in. */
function places(world: World, unit: SpatialUnit, choice: Choice) {
  const period = { from: choice.start_date, until: choice.end_date }
  const seen = sightings(world, unit, period, choice, subsetOf(world, choice.subscriber_subset))
  return seen.flatMap(({ subscriber, places: at }) => at.map(place => ({ subscriber, place })))
}

function contacts(world: World, choice: Choice): EventRow[] {
  return occurrences(world, choice).filter(
    ({ subscriber, contact }) => contact != null && contact !== subscriber,
  )
}

function shareOfContacts(own: readonly EventRow[], proportion: number): number {
  const counts = [...Map.groupBy(own, ({ contact }) => contact).values()].map(events => events.length)
  counts.sort((one, other) => other - one)
  // To nine digits, for 0.1 times 30 is more than 3.
  const enough = Math.ceil(Number((proportion * own.length).toFixed(9)))
  const needed = counts.findIndex((_, index) => total(counts.slice(0, index + 1)) >= enough) + 1
  return needed / counts.length
}

/** The root mean square of the distances from the mean longitude and latitude. */
function radiusOf(positions: readonly (readonly [number, number])[]): number {
  const centre = [mean(positions.map(([lon]) => lon)), mean(positions.map(([, lat]) => lat))] as const
  return Math.sqrt(mean(positions.map(position => geodesicKm(position, centre) ** 2)))
}
