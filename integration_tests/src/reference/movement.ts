import { type Counted, ofPeople, type Row, tally } from './counted.ts'
import { mobilityOf, withheldParts } from './labels.ts'
import { locationsOf, subsetOf } from './locations.ts'
import type {
  ActiveAtReferenceSpec,
  FlowEndSpec,
  MovementSpec,
  PeriodSpec,
  SumOfFlowsSpec,
  TripsSpec,
  UniqueVisitorCountsSpec,
} from './movement-specs.ts'
import { type Place, pairColumns, placeColumns } from './places.ts'
import { type Sighting, sightings } from './sightings.ts'
import { type JoinType, type SpatialUnit, unitOf } from './specs.ts'
import type { World } from './world.ts'

/** Counts where people are and where they go, in no particular order of rows. */
export function movement(world: World, spec: MovementSpec): Counted[] {
  switch (spec.query_kind) {
    case 'inflows':
    case 'outflows':
      return sumOfFlows(world, spec)
    case 'labelled_spatial_aggregate': {
      const labels = mobilityOf(world, spec.labels)
      const columns = placeColumns(unitOf(spec.locations))
      const rows = [...locationsOf(world, spec.locations)].map(([subscriber, place]) => [
        ...(place ?? columns.map(() => null)),
        labels.get(subscriber) ?? null,
      ])
      return withheldParts(tally(rows, [...columns, 'value_label']), columns)
    }
    case 'labelled_flows': {
      const labels = mobilityOf(world, spec.labels)
      const columns = pairColumns(unitOf(spec.from_location))
      const rows = flowsOf(world, spec).map(({ subscriber, from, to }) => [
        ...from,
        ...to,
        labels.get(subscriber) ?? null,
      ])
      return withheldParts(tally(rows, [...columns, 'value_label']), columns)
    }
    case 'unmoving_counts':
      return byPlace(unmoving(world, spec.locations), spec.locations)
    case 'unmoving_at_reference_location_counts': {
      const reference = locationsOf(world, spec.reference_locations)
      return byPlace(
        unmoving(world, spec.locations).filter(({ subscriber, place }) =>
          same(reference.get(subscriber), place),
        ),
        spec.locations,
      )
    }
    case 'active_at_reference_location_counts':
      return byPlace(activeAtReference(world, spec), spec.unique_locations)
    case 'unique_visitor_counts':
      return uniqueVisitors(world, spec)
    case 'trips_od_matrix':
    case 'consecutive_trips_od_matrix':
      return trips(world, spec)
  }
}

/** Somebody at a place. */
interface Visit {
  readonly subscriber: string
  readonly place: Place
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

function distinct<T>(members: readonly T[]): T[] {
  return [...new Map(members.map(member => [JSON.stringify(member), member])).values()]
}

function byPlace(visits: readonly Visit[], unit: SpatialUnit): Counted[] {
  return ofPeople(
    tally(
      visits.map(({ place }) => place),
      placeColumns(unit),
    ),
  )
}

function seenIn(world: World, spec: PeriodSpec) {
  const period = { from: spec.start_date, until: spec.end_date }
  return sightings(world, spec, period, spec, subsetOf(world, spec.subscriber_subset))
}

/** Everybody at every place where they were seen, once. */
function uniqueLocations(world: World, spec: PeriodSpec): Visit[] {
  return distinct(
    seenIn(world, spec).flatMap(({ subscriber, places }) => places.map(place => ({ subscriber, place }))),
  )
}

function unmoving(world: World, spec: PeriodSpec): Visit[] {
  const bySubscriber = Map.groupBy(uniqueLocations(world, spec), ({ subscriber }) => subscriber)
  return [...bySubscriber.values()].filter(own => own.length === 1).flat()
}

function activeAtReference(world: World, spec: ActiveAtReferenceSpec): Visit[] {
  const reference = locationsOf(world, spec.reference_locations)
  return uniqueLocations(world, spec.unique_locations).filter(({ subscriber, place }) =>
    same(reference.get(subscriber), place),
  )
}

/** Those seen at a place less those who are active at their own there; both counts have to be large as well. */
function uniqueVisitors(world: World, spec: UniqueVisitorCountsSpec): Counted[] {
  const { active_at_reference_location_counts: active, unique_subscriber_counts: counts } = spec
  const residents = Map.groupBy(activeAtReference(world, active), ({ place }) => JSON.stringify(place))
  return byPlace(uniqueLocations(world, counts), counts).flatMap(({ row, subscribers: seen }) => {
    const place = JSON.stringify(placeColumns(counts).map(column => row[column]))
    const there = residents.get(place)?.length ?? 0
    const value = seen - there
    return there === 0 ? [] : [{ row: { ...row, value }, subscribers: Math.min(value, there, seen) }]
  })
}

interface FlowSpec {
  readonly from_location: FlowEndSpec
  readonly to_location: FlowEndSpec
  readonly join_type?: JoinType | null
}

interface Flow {
  readonly subscriber: string
  readonly from: readonly (string | number | null)[]
  readonly to: readonly (string | number | null)[]
}

/** Everybody's pairs of places; a missing end is null in every column. */
export function flowsOf(world: World, spec: FlowSpec): Flow[] {
  const from = placesOf(world, spec.from_location)
  const to = placesOf(world, spec.to_location)
  const nowhere = (end: FlowEndSpec) => placeColumns(unitOf(end)).map(() => null)
  const join = spec.join_type ?? 'inner'
  const keepsFrom = join.startsWith('left') || join === 'full outer'
  const keepsTo = join.startsWith('right') || join === 'full outer'
  return [...new Set([...from.keys(), ...to.keys()])]
    .filter(subscriber => to.has(subscriber) || keepsFrom)
    .filter(subscriber => from.has(subscriber) || keepsTo)
    .flatMap(subscriber =>
      (from.get(subscriber) ?? [null]).flatMap(origin =>
        (to.get(subscriber) ?? [null]).map(destination => ({
          subscriber,
          from: origin ?? nowhere(spec.from_location),
          to: destination ?? nowhere(spec.to_location),
        })),
      ),
    )
}

function placesOf(world: World, end: FlowEndSpec): ReadonlyMap<string, readonly (Place | null)[]> {
  if (end.query_kind !== 'unique_locations')
    return new Map([...locationsOf(world, end)].map(([subscriber, place]) => [subscriber, [place]]))
  const bySubscriber = Map.groupBy(uniqueLocations(world, end), ({ subscriber }) => subscriber)
  return new Map([...bySubscriber].map(([subscriber, own]) => [subscriber, own.map(({ place }) => place)]))
}

function sumOfFlows(world: World, spec: SumOfFlowsSpec): Counted[] {
  const flows = flowsOf(world, spec).map(({ subscriber, from, to }) => ({
    subscriber,
    place: spec.query_kind === 'inflows' ? to : from,
  }))
  const columns = placeColumns(unitOf(spec.query_kind === 'inflows' ? spec.to_location : spec.from_location))
  const people = Map.groupBy(distinct(flows), ({ place }) => JSON.stringify(place))
  return tally(
    flows.map(({ place }) => place),
    columns,
  ).map((row: Row) => ({
    row,
    subscribers: people.get(JSON.stringify(columns.map(column => row[column])))?.length ?? 0,
  }))
}

/** Pairs of places by how many people went from one to the other; everybody counts once for a pair. */
function trips(world: World, spec: TripsSpec): Counted[] {
  const pairsOf = spec.query_kind === 'trips_od_matrix' ? anyLater : nextOnes
  const bySubscriber = Map.groupBy(seenIn(world, spec), ({ subscriber }) => subscriber)
  const pairs = [...bySubscriber.values()].flatMap(own => distinct(pairsOf(momentsOf(own))))
  return ofPeople(tally(pairs, pairColumns(spec)))
}

/** Somebody's places at each moment, the earliest first. */
function momentsOf(seen: readonly Sighting[]): (readonly Place[])[] {
  const byMoment = [...Map.groupBy(seen, ({ moment }) => moment)].toSorted(([one], [other]) =>
    one < other ? -1 : 1,
  )
  return byMoment.map(([, own]) => distinct(own.flatMap(({ places }) => places)))
}

/** From each place to those of the next moment. */
function nextOnes(moments: readonly (readonly Place[])[]): Place[] {
  return moments.flatMap((here, index) =>
    here.flatMap(from => (moments[index + 1] ?? []).map(to => [...from, ...to])),
  )
}

/** From each place to all others that come after it. */
function anyLater(moments: readonly (readonly Place[])[]): Place[] {
  const earlier = new Map<string, Place>()
  const pairs = new Map<string, Place>()
  for (const here of moments) {
    for (const from of earlier.values())
      for (const to of here) if (!same(from, to)) pairs.set(JSON.stringify([from, to]), [...from, ...to])
    for (const place of here) earlier.set(JSON.stringify(place), place)
  }
  return [...pairs.values()]
}
