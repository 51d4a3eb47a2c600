import { type Locations, locationsOf } from './locations.ts'
import type { CoalescedLocationSpec, LocationVisitsSpec, MajorityLocationSpec } from './movement-specs.ts'
import type { Place } from './places.ts'
import type { World } from './world.ts'

/** A place and how many of somebody's visits it has. */
interface Visits {
  readonly place: Place
  readonly visits: number
}

/** The visits of each subscriber. A location that is named twice in the same words counts once. */
function locationVisits(
  world: World,
  { locations }: LocationVisitsSpec,
): ReadonlyMap<string, readonly Visits[]> {
  const distinct = [...new Map(locations.map(spec => [JSON.stringify(spec), spec])).values()]
  const stays = distinct.flatMap(spec =>
    [...locationsOf(world, spec)].flatMap(([subscriber, place]) => (place ? [{ subscriber, place }] : [])),
  )
  const bySubscriber = Map.groupBy(stays, ({ subscriber }) => subscriber)
  return new Map([...bySubscriber].map(([subscriber, own]) => [subscriber, visitsOf(own)]))
}

function visitsOf(stays: readonly { readonly place: Place }[]): Visits[] {
  const byPlace = Map.groupBy(stays, ({ place }) => JSON.stringify(place))
  return [...byPlace.values()].flatMap(own => (own[0] ? [{ place: own[0].place, visits: own.length }] : []))
}

/** The place with more than half of somebody's visits, or of the minimum, where that is more. */
export function majorityLocation(world: World, spec: MajorityLocationSpec): Locations {
  const minimum = spec.minimum_total_weight ?? 0
  const places = [...locationVisits(world, spec.subscriber_location_weights)].map(([subscriber, own]) => {
    const total = Math.max(
      own.reduce((sum, { visits }) => sum + visits, 0),
      minimum,
    )
    return [subscriber, own.find(({ visits }) => visits > total / 2)?.place ?? null] as const
  })
  return new Map(places.filter(([, place]) => place !== null || spec.include_unlocatable === true))
}

/** The preferred place of somebody, or the fallback, if that has been visited often enough. */
export function coalescedLocation(world: World, spec: CoalescedLocationSpec): Locations {
  const preferred = locationsOf(world, spec.preferred_location)
  const visits = locationVisits(world, spec.subscriber_location_weights)
  const fallback = [...locationsOf(world, spec.fallback_location)].filter(([subscriber, place]) =>
    visits
      .get(subscriber)
      ?.some(
        each => JSON.stringify(each.place) === JSON.stringify(place) && each.visits >= spec.weight_threshold,
      ),
  )
  return new Map([
    ...preferred,
    ...fallback.filter(([subscriber]) => (preferred.get(subscriber) ?? null) === null),
  ])
}
