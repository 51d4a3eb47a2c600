import type { Events, Period } from './events.ts'
import type { AggregationUnit, Places } from './places.ts'

/** How many different subscribers were seen in each place. */
export interface UniqueSubscriberCounts<Unit extends AggregationUnit = AggregationUnit>
  extends Places<Unit>,
    Events,
    Period {
  readonly query_kind: 'unique_subscriber_counts'
}

/**
 * How many different subscribers were seen in each place during a period. Each row is a place and, as `value`, a
 * number of subscribers. A subscriber counts once in every place that they were seen in, so values must not be
 * added up over places. Places with too few subscribers to be told are left out.
 *
 * @example Who was in which district in the nights of the first week of 2016
 * ```ts
 * import { connect, uniqueSubscriberCounts } from 'flowclient'
 *
 * const client = connect({ url: 'https://flowkit.example.org', token: 'eyJ…' })
 * const handle = await client.run(
 *   uniqueSubscriberCounts({
 *     start_date: '2016-01-01',
 *     end_date: '2016-01-08',
 *     aggregation_unit: 'admin3',
 *     event_types: ['calls', 'sms', 'mds'],
 *     hours: { start_hour: 20, end_hour: 6 },
 *   }),
 * )
 * console.log(await handle.csv())
 * ```
 */
export function uniqueSubscriberCounts<Unit extends AggregationUnit>(
  parameters: Omit<UniqueSubscriberCounts<Unit>, 'query_kind'>,
): UniqueSubscriberCounts<Unit> {
  return { query_kind: 'unique_subscriber_counts', ...parameters }
}
