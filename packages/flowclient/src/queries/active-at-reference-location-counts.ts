// Made from the contract by `pnpm --filter flowclient builders`: what is changed here is lost. Texts come from the
// schemas in packages/contract/src/queries and from src/generator/remarks.ts.
import type { AggregationUnit } from './shared.ts'
import type { ReferenceLocation } from './unions.ts'
import type { UniqueLocations } from './unique-locations.ts'

/** How many subscribers were seen at their reference location, wherever else they were, by that place. */
export interface ActiveAtReferenceLocationCounts<Unit extends AggregationUnit = AggregationUnit> {
  readonly query_kind: 'active_at_reference_location_counts'
  readonly unique_locations: UniqueLocations<Unit>
  readonly reference_locations: ReferenceLocation<Unit>
}

/**
 * How many subscribers were seen at their reference location, wherever else they were, by that place.
 *
 * @example
 * ```ts
 * import { activeAtReferenceLocationCounts, connect, dailyLocation, uniqueLocations } from 'flowclient'
 *
 * const client = connect({ url: 'https://flowkit.example.org', token: 'eyJ…' })
 * const query = activeAtReferenceLocationCounts({
 *   unique_locations: uniqueLocations({ start_date: '2016-01-01', end_date: '2016-01-08', aggregation_unit: 'admin3' }),
 *   reference_locations: dailyLocation({ date: '2016-01-01', method: 'last', aggregation_unit: 'admin3' }),
 * })
 * const handle = await client.run(query)
 * for await (const row of handle.rows()) console.log(row)
 * ```
 */
export function activeAtReferenceLocationCounts<Unit extends AggregationUnit>(
  parameters: Omit<ActiveAtReferenceLocationCounts<Unit>, 'query_kind' | 'reference_locations'> &
    Pick<ActiveAtReferenceLocationCounts<NoInfer<Unit>>, 'reference_locations'>,
): ActiveAtReferenceLocationCounts<Unit> {
  return { query_kind: 'active_at_reference_location_counts', ...parameters }
}
