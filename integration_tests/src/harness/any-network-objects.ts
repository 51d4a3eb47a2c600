import type {
  AggregateNetworkObjectsSpec,
  Stretch,
  TotalNetworkObjectsSpec,
} from '../reference/network-objects.ts'
import type { SpatialUnit } from '../reference/specs.ts'
import { draws } from './any-question.ts'

const SHORTER = ['hour', 'day', 'month'] as const
const LONGER: readonly Stretch[] = ['day', 'month', 'year', 'century']
const STATISTICS = ['avg', 'count', 'max', 'median', 'min', 'mode', 'stddev', 'sum', 'variance'] as const

/** How many cells are at work in a cell is not asked. */
const severalCellsIn = (unit: SpatialUnit): SpatialUnit =>
  unit.aggregation_unit === 'cell' ? { aggregation_unit: 'site' } : unit

/** A question about the cells at work, drawn at random; the same for the same seed, of either kind in turn. */
export function anyNetworkObjects(seed: number): TotalNetworkObjectsSpec | AggregateNetworkObjectsSpec {
  const { number, oneOf, unit, events, period } = draws(seed)
  const shorter = number(SHORTER.length)
  const totals: TotalNetworkObjectsSpec = {
    query_kind: 'total_network_objects',
    ...severalCellsIn(unit()),
    ...events(0),
    ...period(),
    total_by: SHORTER[shorter] ?? null,
  }
  if (seed % 2 === 0) return totals
  return {
    query_kind: 'aggregate_network_objects',
    total_network_objects: totals,
    statistic: oneOf(STATISTICS),
    aggregate_by: oneOf(LONGER.slice(Math.max(0, shorter - 1))),
  }
}
