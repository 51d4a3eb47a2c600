// Made from the contract by `pnpm --filter flowclient builders`: what is changed here is lost. Texts come from the
// schemas in packages/contract/src/queries and from src/generator/remarks.ts.
import type { ActiveAtReferenceLocationCounts } from './active-at-reference-location-counts.ts'
import type { AggregationUnit } from './shared.ts'
import type { UniqueSubscriberCounts } from './unique-subscriber-counts.ts'

/**
 * How many subscribers were seen in each place without it being their reference location: all who were seen
 * there less those who were active at theirs.
 */
export interface UniqueVisitorCounts<Unit extends AggregationUnit = AggregationUnit> {
  readonly query_kind: 'unique_visitor_counts'
  readonly active_at_reference_location_counts: ActiveAtReferenceLocationCounts<Unit>
  readonly unique_subscriber_counts: UniqueSubscriberCounts<Unit>
}

/**
 * How many subscribers were seen in each place without it being their reference location: all who were seen
 * there less those who were active at theirs.
 *
 * @example
 * ```ts
 * import {
 *   activeAtReferenceLocationCounts,
 *   connect,
 *   dailyLocation,
 *   uniqueLocations,
 *   uniqueSubscriberCounts,
 *   uniqueVisitorCounts,
 * } from 'flowclient'
 *
 * const client = connect({ url: 'https://flowkit.example.org', token: 'eyJ…' })
 * const query = uniqueVisitorCounts({
 *   active_at_reference_location_counts: activeAtReferenceLocationCounts({
 *     unique_locations: uniqueLocations({ start_date: '2016-01-01', end_date: '2016-01-08', aggregation_unit: 'admin3' }),
 *     reference_locations: dailyLocation({ date: '2016-01-01', method: 'last', aggregation_unit: 'admin3' }),
 *   }),
 *   unique_subscriber_counts: uniqueSubscriberCounts({ start_date: '2016-01-01', end_date: '2016-01-08', aggregation_unit: 'admin3' }),
 * })
 * const handle = await client.run(query)
 * for await (const row of handle.rows()) console.log(row)
 * ```
 */
export function uniqueVisitorCounts<Unit extends AggregationUnit>(
  parameters: Omit<UniqueVisitorCounts<Unit>, 'query_kind' | 'unique_subscriber_counts'> &
    Pick<UniqueVisitorCounts<NoInfer<Unit>>, 'unique_subscriber_counts'>,
): UniqueVisitorCounts<Unit> {
  return { query_kind: 'unique_visitor_counts', ...parameters }
}
