import { dayOf, moment, oneDayLater } from './moments.ts'
import type { FrequentLocationSpec } from './movement-specs.ts'
import { comparePlaces, type Place } from './places.ts'
import { type Sighting, sightings } from './sightings.ts'
import type { DailyLocationSpec, LocationSpec, ModalLocationSpec } from './specs.ts'
import { coalescedLocation, majorityLocation } from './visits.ts'
import type { World } from './world.ts'

/** The place of each subscriber who is in a query; null for those whom it keeps without one. */
export type Locations = ReadonlyMap<string, Place | null>

/** Answers a query that gives each subscriber one place. */
export function locationsOf(world: World, spec: LocationSpec): Locations {
  switch (spec.query_kind) {
    case 'daily_location':
      return dailyLocation(world, spec)
    case 'modal_location':
      return modalLocation(world, spec)
    case 'most_frequent_location':
    case 'visited_most_days':
      return frequentLocation(world, spec)
    case 'majority_location':
      return majorityLocation(world, spec)
    case 'coalesced_location':
      return coalescedLocation(world, spec)
  }
}

/** The subscribers that a query is restricted to; null where it is about everybody. */
export function subsetOf(world: World, subset: LocationSpec | null | undefined): ReadonlySet<string> | null {
  return subset == null ? null : new Set(locationsOf(world, subset).keys())
}

/**
 * Each subscriber's place on one day: where the latest event was, or where most events were. Among equals it is
 * the smallest place.
 */
function dailyLocation(world: World, spec: DailyLocationSpec): Map<string, Place> {
  const day = { from: spec.date, until: oneDayLater(spec.date) }
  const seen = sightings(world, spec, day, spec, subsetOf(world, spec.subscriber_subset))
  const choose = spec.method === 'last' ? lastPlace : mostCommonPlace
  const bySubscriber = Map.groupBy(seen, ({ subscriber }) => subscriber)
  return new Map([...bySubscriber].map(([subscriber, own]) => [subscriber, choose(own)]))
}

function lastPlace(seen: readonly Sighting[]): Place {
  const latest = latestOf(seen.map(({ moment: when }) => when))
  return smallest(seen.filter(({ moment: when }) => when === latest).flatMap(({ places }) => places))
}

function mostCommonPlace(seen: readonly Sighting[]): Place {
  const byPlace = Map.groupBy(
    seen.flatMap(({ places }) => places),
    place => JSON.stringify(place),
  )
  const most = Math.max(...[...byPlace.values()].map(events => events.length))
  return smallest([...byPlace.values()].filter(events => events.length === most).flat())
}

/**
 * The place where each subscriber was on most of the days; among equals the one that was theirs on the latest day,
 * and if two are still equal, the smallest. A day that is named twice in the same words counts once.
 */
function modalLocation(world: World, spec: ModalLocationSpec): Locations {
  const days = new Map(spec.locations.map(daily => [JSON.stringify(daily), daily])).values()
  const stays = [...days].flatMap(daily =>
    [...dailyLocation(world, daily)].map(([subscriber, place]) => ({
      subscriber,
      place,
      day: moment(daily.date),
    })),
  )
  const bySubscriber = Map.groupBy(stays, ({ subscriber }) => subscriber)
  return new Map([...bySubscriber].map(([subscriber, own]) => [subscriber, modalPlace(own)]))
}

function modalPlace(stays: readonly { readonly place: Place; readonly day: string }[]): Place {
  const byPlace = Map.groupBy(stays, ({ place }) => JSON.stringify(place))
  const candidates = [...byPlace.values()].map(own => ({
    place: smallest(own.map(({ place }) => place)),
    days: own.length,
    latest: latestOf(own.map(({ day }) => day)),
  }))
  const most = Math.max(...candidates.map(({ days }) => days))
  const frequent = candidates.filter(({ days }) => days === most)
  const latest = latestOf(frequent.map(({ latest: when }) => when))
  return smallest(frequent.filter(candidate => candidate.latest === latest).map(({ place }) => place))
}

/**
 * The place of each subscriber's most events of a period, or of most days on the calendar, and of those that of most
 * events. Among equals it is the smallest.
 */
function frequentLocation(world: World, spec: FrequentLocationSpec): Locations {
  const period = { from: spec.start_date, until: spec.end_date }
  const seen = sightings(world, spec, period, spec, subsetOf(world, spec.subscriber_subset))
  const bySubscriber = Map.groupBy(seen, ({ subscriber }) => subscriber)
  return new Map(
    [...bySubscriber].map(([subscriber, own]) => [
      subscriber,
      mostCommonPlace(spec.query_kind === 'visited_most_days' ? onMostDays(own) : own),
    ]),
  )
}

/** The sightings at the places where somebody was on most days. */
function onMostDays(seen: readonly Sighting[]): Sighting[] {
  const visits = seen.flatMap(sighting =>
    sighting.places.map(place => ({ ...sighting, places: [place], day: dayOf(sighting.moment) })),
  )
  const byPlace = [...Map.groupBy(visits, ({ places }) => JSON.stringify(places)).values()]
  const days = (own: typeof visits) => new Set(own.map(({ day }) => day)).size
  const most = Math.max(...byPlace.map(days))
  return byPlace.filter(own => days(own) === most).flat()
}

function latestOf(moments: readonly string[]): string {
  return moments.toSorted().at(-1) ?? ''
}

function smallest(places: readonly Place[]): Place {
  return places.reduce((small, place) => (comparePlaces(place, small) < 0 ? place : small))
}
