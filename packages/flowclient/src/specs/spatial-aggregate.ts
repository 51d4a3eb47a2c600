import type { AggregationUnit } from './places.ts'
import type { ReferenceLocation } from './reference-location.ts'

/** How many subscribers have each place as theirs. */
export interface SpatialAggregate<Unit extends AggregationUnit = AggregationUnit> {
  readonly query_kind: 'spatial_aggregate'
  /** Which place each subscriber has. */
  readonly locations: ReferenceLocation<Unit>
}

/**
 * How many subscribers have each place as theirs. Each row is a place and, as `value`, a number of subscribers.
 * A subscriber counts in one place at most. Places with too few subscribers to be told are left out.
 *
 * @example How many subscribers lived in each district in the first week of 2016
 * ```ts
 * import { connect, modalLocationFromDates, spatialAggregate } from 'flowclient'
 *
 * const client = connect({ url: 'https://flowkit.example.org', token: 'eyJ…' })
 * const homes = modalLocationFromDates({
 *   start_date: '2016-01-01',
 *   end_date: '2016-01-08',
 *   method: 'last',
 *   aggregation_unit: 'admin3',
 * })
 * const handle = await client.run(spatialAggregate({ locations: homes }))
 * for await (const { pcod, value } of handle.rows()) console.log(`${pcod}: ${value} subscribers`)
 * ```
 */
export function spatialAggregate<Unit extends AggregationUnit>(
  parameters: Omit<SpatialAggregate<Unit>, 'query_kind'>,
): SpatialAggregate<Unit> {
  return { query_kind: 'spatial_aggregate', ...parameters }
}
