// Made from the contract by `pnpm --filter flowclient builders`: what is changed here is lost. Texts come from the
// schemas in packages/contract/src/queries and from src/generator/remarks.ts.
import type { AggregationUnit } from './shared.ts'
import type { ReferenceLocation } from './unions.ts'

/** How many subscribers have each place as theirs. */
export interface SpatialAggregate<Unit extends AggregationUnit = AggregationUnit> {
  readonly query_kind: 'spatial_aggregate'
  readonly locations: ReferenceLocation<Unit>
}

/**
 * How many subscribers have each place as theirs. Each row is a place and, as `value`, a number of
 * subscribers. A subscriber counts in one place at most. Places with too few subscribers to be told are left
 * out.
 *
 * @example How many subscribers lived in each district in the first week of 2016
 * ```ts
 * import { connect, modalLocationFromDates, spatialAggregate } from 'flowclient'
 *
 * const client = connect({ url: 'https://flowkit.example.org', token: 'eyJ…' })
 * const homes = (start_date: string, end_date: string) =>
 *   modalLocationFromDates({ start_date, end_date, method: 'last', aggregation_unit: 'admin3' })
 * const handle = await client.run(spatialAggregate({ locations: homes('2016-01-01', '2016-01-08') }))
 * for await (const { pcod, value } of handle.rows()) console.log(`${pcod}: ${value} subscribers`)
 * ```
 */
export function spatialAggregate<Unit extends AggregationUnit>(
  parameters: Omit<SpatialAggregate<Unit>, 'query_kind'>,
): SpatialAggregate<Unit> {
  return { query_kind: 'spatial_aggregate', ...parameters }
}
