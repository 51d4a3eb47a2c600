import type { Counted, Row } from './counted.ts'
import { geodesicKm } from './geodesic.ts'
import { squareOf } from './grids.ts'
import { subsetOf } from './locations.ts'
import { dayOf, moment } from './moments.ts'
import { areasAt, inServiceOn, type Place, pairColumns, placeColumns } from './places.ts'
import { contains, type MultiPolygon, type Polygon } from './polygons.ts'
import type { Period } from './sightings.ts'
import type { EventChoice, SpatialUnit } from './specs.ts'
import type { SiteRow, World } from './world.ts'

/** As JavaScript counts them. */
const DAYS_OF_WEEK = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const
type DayOfWeek = (typeof DAYS_OF_WEEK)[number]

/** How the sites of people become clusters with labels. */
export interface Clustering extends SpatialUnit, Omit<EventChoice, 'hours'> {
  readonly aggregation_unit: Exclude<SpatialUnit['aggregation_unit'], 'lon-lat' | 'cell' | 'site'>
  readonly labels: Readonly<
    Record<
      string,
      { type: 'Polygon'; coordinates: Polygon } | { type: 'MultiPolygon'; coordinates: MultiPolygon }
    >
  >
  readonly tower_hour_of_day_scores: readonly number[]
  readonly tower_day_of_week_scores: Readonly<Record<DayOfWeek, number>>
  /** Kilometres. */
  readonly tower_cluster_radius?: number
  readonly tower_cluster_call_threshold?: number
}

/** In how many people's lives each place is of some kind. */
export interface MeaningfulLocationsAggregateSpec extends Clustering {
  readonly query_kind: 'meaningful_locations_aggregate'
  readonly start_date: string
  readonly end_date: string
  readonly label: string
}

/** How many people have one kind of place here and another one there. */
export interface BetweenLabelsSpec extends Clustering {
  readonly query_kind: 'meaningful_locations_between_label_od_matrix'
  readonly start_date: string
  readonly end_date: string
  readonly label_a: string
  readonly label_b: string
}

/** How many people have a kind of place here in one period and there in another. */
export interface BetweenDatesSpec extends Clustering {
  readonly query_kind: 'meaningful_locations_between_dates_od_matrix'
  readonly start_date_a: string
  readonly end_date_a: string
  readonly start_date_b: string
  readonly end_date_b: string
  readonly label: string
}

export type MeaningfulLocationsSpec = MeaningfulLocationsAggregateSpec | BetweenLabelsSpec | BetweenDatesSpec

/** Answers a question about the places that mean something to people. */
export function meaningfulLocations(world: World, spec: MeaningfulLocationsSpec): Counted[] {
  switch (spec.query_kind) {
    case 'meaningful_locations_aggregate': {
      const period = { from: spec.start_date, until: spec.end_date }
      const shares = [...sharesOf(world, spec, period, spec.label).values()].flat()
      const columns = placeColumns(spec)
      return added(shares, place => ({ label: spec.label, ...named(columns, place) }))
    }
    case 'meaningful_locations_between_label_od_matrix': {
      const period = { from: spec.start_date, until: spec.end_date }
      return pairs(world, spec, [period, spec.label_a], [period, spec.label_b])
    }
    case 'meaningful_locations_between_dates_od_matrix':
      return pairs(
        world,
        spec,
        [{ from: spec.start_date_a, until: spec.end_date_a }, spec.label],
        [{ from: spec.start_date_b, until: spec.end_date_b }, spec.label],
      )
  }
}

/** Part of one person, at a place or a pair of places. */
interface Share {
  readonly subscriber: string
  readonly place: readonly (string | number | null)[]
  readonly share: number
}

type Asked = readonly [period: Period, label: string]

function pairs(world: World, spec: Clustering, one: Asked, other: Asked): Counted[] {
  const origins = sharesOf(world, spec, ...one)
  const destinations = sharesOf(world, spec, ...other)
  const both = [...origins].flatMap(([subscriber, from]) =>
    from.flatMap(origin =>
      (destinations.get(subscriber) ?? []).map(destination => ({
        subscriber,
        place: [...origin.place, ...destination.place],
        share: origin.share * destination.share,
      })),
    ),
  )
  const labels = { label_from: one[1], label_to: other[1] }
  return added(both, place => ({ ...labels, ...named(pairColumns(spec), place) }))
}

function named(columns: readonly string[], place: Share['place']): Row {
  return Object.fromEntries(columns.map((column, index) => [column, place[index] ?? null]))
}

function added(shares: readonly Share[], row: (place: Share['place']) => Row): Counted[] {
  return [...Map.groupBy(shares, ({ place }) => JSON.stringify(place)).values()].map(there => ({
    row: { ...row(there[0]?.place ?? []), value: there.reduce((sum, { share }) => sum + share, 0) },
    subscribers: new Set(there.map(({ subscriber }) => subscriber)).size,
  }))
}

/** Where the clusters of each person with a label are, each an equal part of the person. */
function sharesOf(world: World, spec: Clustering, period: Period, label: string): Map<string, Share[]> {
  const visits = Map.groupBy(visitsOf(world, spec, period), ({ subscriber }) => subscriber)
  const shares = new Map<string, Share[]>()
  for (const [subscriber, visited] of visits) {
    const labelled = clustersOf(visited, spec).filter(cluster => labelOf(cluster, spec) === label)
    const found = labelled.flatMap(cluster =>
      placesAt(world, spec, middle(cluster)).map(place => ({
        subscriber,
        place,
        share: 1 / labelled.length,
      })),
    )
    if (found.length > 0) shares.set(subscriber, found)
  }
  return shares
}

/** An event at the version of a site that was in service. */
interface Visit {
  readonly subscriber: string
  readonly day: string
  readonly hour: number
  readonly site: SiteRow
}

const DEFAULT_EVENT_TYPES = ['calls', 'sms']

function visitsOf(world: World, spec: Clustering, period: Period): Visit[] {
  const [from, until] = [moment(period.from), moment(period.until)]
  const types: readonly string[] = spec.event_types ?? DEFAULT_EVENT_TYPES
  const subset = subsetOf(world, spec.subscriber_subset)
  const cells = Map.groupBy(world.cells, ({ id }) => id)
  const sites = Map.groupBy(world.sites ?? [], ({ id }) => id)
  return world.events
    .filter(event => types.includes(event.eventType) && from <= event.moment && event.moment < until)
    .filter(({ subscriber }) => subset === null || subset.has(subscriber))
    .flatMap(({ subscriber, moment: when, cell }) => {
      const day = dayOf(when)
      return inServiceOn(day, cells.get(cell ?? ''))
        .flatMap(({ site }) => inServiceOn(day, sites.get(site ?? '')))
        .map(site => ({ subscriber, day, hour: Number(when.slice(11, 13)), site }))
    })
}

/** A site of one person: on how many days, and the averages of the scores of the events. */
interface Visited {
  readonly site: SiteRow
  readonly days: number
  readonly hourScore: number
  readonly dayScore: number
}

/** The most visited site takes in what is around it, then the next one that is left. */
function clustersOf(visits: readonly Visit[], spec: Clustering): Visited[][] {
  const bySite = Map.groupBy(visits, ({ site }) => JSON.stringify([site.id, site.version]))
  const ranked = [...bySite.values()].flatMap(at => visitedOf(at, spec)).sort(byRank)
  const clusters: Visited[][] = []
  for (const visited of ranked) {
    const { lon, lat } = visited.site
    const near = clusters.find(cluster => {
      const centre = middle(cluster)
      return geodesicKm([centre.lon, centre.lat], [lon, lat]) <= (spec.tower_cluster_radius ?? 1)
    })
    if (near) near.push(visited)
    else clusters.push([visited])
  }
  const days = (cluster: readonly Visited[]) => cluster.reduce((sum, each) => sum + each.days, 0)
  return clusters.filter(cluster => days(cluster) >= (spec.tower_cluster_call_threshold ?? 0))
}

function visitedOf(at: readonly Visit[], spec: Clustering): Visited[] {
  const [first] = at
  if (!first) return []
  return [
    {
      site: first.site,
      days: new Set(at.map(({ day }) => day)).size,
      hourScore: mean(at.map(({ hour }) => spec.tower_hour_of_day_scores[hour] ?? Number.NaN)),
      dayScore: mean(at.map(({ day }) => spec.tower_day_of_week_scores[weekday(day)] ?? Number.NaN)),
    },
  ]
}

function byRank(one: Visited, other: Visited): number {
  if (one.days !== other.days) return other.days - one.days
  if (one.site.id !== other.site.id) return one.site.id < other.site.id ? -1 : 1
  return one.site.version - other.site.version
}

function weekday(day: string): DayOfWeek {
  return DAYS_OF_WEEK[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? 'sunday'
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** The middle of the sites, by the days on which they were visited. */
function middle(cluster: readonly Visited[]): { lon: number; lat: number } {
  const weighted = (of: (site: SiteRow) => number) =>
    cluster.reduce((sum, { site, days }) => sum + of(site) * days, 0) /
    cluster.reduce((sum, { days }) => sum + days, 0)
  return { lon: weighted(({ lon }) => lon), lat: weighted(({ lat }) => lat) }
}

function labelOf(cluster: readonly Visited[], { labels }: Clustering): string {
  const scores = [
    mean(cluster.map(each => each.hourScore)),
    mean(cluster.map(each => each.dayScore)),
  ] as const
  const found = Object.entries(labels).find(([, { type, coordinates }]) =>
    contains(type === 'Polygon' ? [coordinates] : coordinates, scores),
  )
  return found?.[0] ?? 'unknown'
}

/** The places of a position; null where it is in none. Of squares those count in which any cell stands. */
function placesAt(
  world: World,
  { aggregation_unit: level }: SpatialUnit,
  position: { lon: number; lat: number },
): (Place | readonly [null])[] {
  const found = areasAt(world, level, position)
  const size = Number(level.slice('grid:'.length))
  const known = level.startsWith('grid:')
    ? found.filter(([square]) => world.cells.some(cell => squareOf(cell, size) === square))
    : found
  return known.length > 0 ? known : [[null]]
}
