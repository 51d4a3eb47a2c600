// Made from the contract by `pnpm --filter flowclient builders`: what is changed here is lost. Texts come from the
// schemas in packages/contract/src/queries and from src/generator/remarks.ts.
import type { AggregationUnit, EventType, Hours, SubscriberSubset } from './shared.ts'

/** How many different subscribers were seen in each place; one counts wherever they were. */
export interface UniqueSubscriberCounts<Unit extends AggregationUnit = AggregationUnit> {
  readonly query_kind: 'unique_subscriber_counts'
  /** The first moment of the period. */
  readonly start_date: string
  /** The moment at which the period has ended: the day after the last one. */
  readonly end_date: string
  /** The places that the answer is about. */
  readonly aggregation_unit: Unit
  /** A table that says which area each cell belongs to, instead of the area that it stands in. */
  readonly mapping_table?: string | null | undefined
  /** With lon-lat: the table that holds the positions to report. */
  readonly geom_table?: string | null | undefined
  /** With lon-lat: the column that mapping_table and geom_table share. */
  readonly geom_table_join_column?: string | null | undefined
  /** Which events count: calls, sms, mds (mobile data sessions), topups. Leave out for calls and sms. */
  readonly event_types?: readonly EventType[] | null | undefined
  /** Only these subscribers: a per-subscriber query, or the id of a published subset. */
  readonly subscriber_subset?: SubscriberSubset | null | undefined
  /**
   * Only events in these hours of each day, from start_hour on and before end_hour, both from 0 to 24: 20 to 6
   * for nights, 9 to 17 for the working day. Leave out for all hours.
   */
  readonly hours?: Hours | null | undefined
}

/**
 * How many different subscribers were seen in each place; one counts wherever they were. Each row is a place
 * and, as `value`, a number of subscribers. A subscriber counts once in every place that they were seen in,
 * so values must not be added up over places. Places with too few subscribers to be told are left out.
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
