import type { Row } from './counted.ts'
import { numbersOf } from './metrics.ts'
import type { HistogramAggregateSpec } from './specs.ts'
import type { World } from './world.ts'

/** How many people there are in each bin; bins hold their lower edge, and the last one the upper one, too. */
export function histogramAggregate(world: World, { metric, bins, range }: HistogramAggregateSpec): Row[] {
  const edges = 'bin_list' in bins ? bins.bin_list : evenEdges(bins.n_bins, range)
  const values = [...numbersOf(world, metric).values()].filter(
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
