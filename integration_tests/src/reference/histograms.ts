import type { Row } from './counted.ts'
import { geodesicKm } from './geodesic.ts'
import { subsetOf } from './locations.ts'
import { sightings } from './sightings.ts'
import type { HistogramAggregateSpec, RadiusOfGyrationSpec } from './specs.ts'
import type { World } from './world.ts'

/** How many people there are in each bin; bins hold their lower edge, and the last one the upper one, too. */
export function histogramAggregate(world: World, { metric, bins, range }: HistogramAggregateSpec): Row[] {
  const edges = 'bin_list' in bins ? bins.bin_list : evenEdges(bins.n_bins, range)
  const values = [...radiiOfGyration(world, metric).values()].filter(
    value => !range || (range.lower_bound <= value && value <= range.upper_bound),
  )
  return edges.slice(1).map((upper_edge, index) => {
    const lower_edge = edges[index] ?? Number.NaN
    const isLast = upper_edge === edges.at(-1)
    const inside = values.filter(
      value => lower_edge <= value && (value < upper_edge || (isLast && value === upper_edge)),
    )
    return { value: inside.length, lower_edge, upper_edge }
  })
}

function evenEdges(parts: number, range: HistogramAggregateSpec['range']): number[] {
  if (!range) throw new Error('The reference knows no edges but those of a range')
  const { lower_bound: from, upper_bound: to } = range
  return Array.from({ length: parts + 1 }, (_, index) =>
    index === parts ? to : from + ((to - from) * index) / parts,
  )
}

/** The root mean square of each subscriber's distances from their mean longitude and latitude, event by event. */
export function radiiOfGyration(world: World, spec: RadiusOfGyrationSpec): Map<string, number> {
  const period = { from: spec.start_date, until: spec.end_date }
  const subset = subsetOf(world, spec.subscriber_subset)
  const seen = sightings(world, { aggregation_unit: 'lon-lat' }, period, spec, subset)
  const bySubscriber = Map.groupBy(seen, ({ subscriber }) => subscriber)
  return new Map(
    [...bySubscriber].map(([subscriber, own]) => {
      const positions = own.flatMap(({ places }) =>
        places.map(([lon, lat]) => [Number(lon), Number(lat)] as const),
      )
      const centre = [mean(positions.map(([lon]) => lon)), mean(positions.map(([, lat]) => lat))] as const
      return [subscriber, Math.sqrt(mean(positions.map(position => geodesicKm(position, centre) ** 2)))]
    }),
  )
}

const mean = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length
