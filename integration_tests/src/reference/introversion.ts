import type { Counted } from './counted.ts'
import { subsetOf } from './locations.ts'
import { placeColumns } from './places.ts'
import { type Sighting, sightings } from './sightings.ts'
import type { LocationIntroversionSpec } from './specs.ts'
import type { World } from './world.ts'

/**
 * The share of the interactions at each place that stayed there, and how many people are on the smaller side of those that
 * stayed, or of the others, whichever are fewer.
 */
export function locationIntroversion(world: World, spec: LocationIntroversionSpec): Counted[] {
  const period = { from: spec.start_date, until: spec.end_date }
  const seen = sightings(world, spec, period, spec, subsetOf(world, spec.subscriber_subset)).filter(
    ({ interaction }) => interaction !== null,
  )
  const received = Map.groupBy(
    seen.filter(({ outgoing }) => outgoing === false),
    ({ interaction }) => interaction,
  )
  const pairs = seen
    .filter(({ outgoing }) => outgoing === true)
    .flatMap(from => (received.get(from.interaction) ?? []).map(to => [from, to] as const))
  const sides = pairs.flatMap(([from, to]) => {
    if (spec.direction === 'out') return sidesAt(from, to)
    return spec.direction === 'in' ? sidesAt(to, from) : [...sidesAt(from, to), ...sidesAt(to, from)]
  })
  const columns = placeColumns(spec)
  return [...Map.groupBy(sides, ({ place }) => JSON.stringify(place)).values()].map(at => ({
    row: {
      ...Object.fromEntries(columns.map((column, index) => [column, at[0]?.place[index] ?? null])),
      value: at.filter(({ stays }) => stays).length / at.length,
    },
    subscribers: Math.min(
      ...[...Map.groupBy(at, ({ stays }) => stays).values()].flatMap(alike => [
        new Set(alike.map(({ subscriber }) => subscriber)).size,
        new Set(alike.map(({ other }) => other)).size,
      ]),
    ),
  }))
}

/** One side of an interaction, once for each place that it was in. */
function sidesAt(own: Sighting, other: Sighting) {
  const others = new Set(other.places.map(place => JSON.stringify(place)))
  return own.places.map(place => ({
    place,
    subscriber: own.subscriber,
    other: other.subscriber,
    stays: others.has(JSON.stringify(place)),
  }))
}
