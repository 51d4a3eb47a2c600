// Made from the contract by `pnpm --filter flowclient builders`: what is changed here is lost. Texts come from the
// schemas in packages/contract/src/queries and from src/generator/remarks.ts.
import type {
  AggregationUnit,
  Direction,
  EventInterval,
  EventType,
  Hours,
  SubscriberSubset,
} from './shared.ts'

/** How many events there were in each place, by day, hour or minute. */
export interface LocationEventCounts<
  Unit extends AggregationUnit = AggregationUnit,
  Interval extends EventInterval = EventInterval,
> {
  readonly query_kind: 'location_event_counts'
  /** The first moment of the period. */
  readonly start_date: string
  /** The moment at which the period has ended: the day after the last one. */
  readonly end_date: string
  /** How long the time buckets are, by the local clock: a day, an hour or a minute. */
  readonly interval: Interval
  /** Only events that subscribers received (in) or made (out). Leave out for both. */
  readonly direction?: Direction | null | undefined
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
 * How many events there were in each place, by day, hour or minute. Each row is a place, a time (`date`, and
 * `hour` and `min` as far as the interval goes) and, as `value`, a number of events. Rows with events of too
 * few subscribers to be told are left out, and so are those without events.
 *
 * @example How busy each district was in each hour of New Year’s Day
 * ```ts
 * import { connect, locationEventCounts } from 'flowclient'
 *
 * const client = connect({ url: 'https://flowkit.example.org', token: 'eyJ…' })
 * const handle = await client.run(
 *   locationEventCounts({
 *     start_date: '2016-01-01',
 *     end_date: '2016-01-02',
 *     interval: 'hour',
 *     aggregation_unit: 'admin3',
 *   }),
 * )
 * for await (const { pcod, hour, value } of handle.rows()) console.log(`${pcod} at ${hour}: ${value} events`)
 * ```
 */
export function locationEventCounts<
  Unit extends AggregationUnit,
  Interval extends NonNullable<LocationEventCounts['interval']>,
>(parameters: Omit<LocationEventCounts<Unit, Interval>, 'query_kind'>): LocationEventCounts<Unit, Interval> {
  return { query_kind: 'location_event_counts', ...parameters }
}
