import type { Events, Period } from './events.ts'
import type { AggregationUnit, Places } from './places.ts'

/** How long the time buckets of a count are, by the operator's clock. */
export type EventInterval = 'day' | 'hour' | 'min'

/** How many events there were in each place, by time. */
export interface LocationEventCounts<
  Unit extends AggregationUnit = AggregationUnit,
  Interval extends EventInterval = EventInterval,
> extends Places<Unit>,
    Events,
    Period {
  readonly query_kind: 'location_event_counts'
  /** How long the time buckets are: a day, an hour or a minute. */
  readonly interval: Interval
  /**
   * Only events that subscribers made (`out`) or received (`in`). Without it all events count. Sessions of mobile
   * data and top-ups have no direction.
   */
  readonly direction?: 'in' | 'out' | 'both' | null | undefined
}

/**
 * How many events there were in each place in each day, hour or minute. Each row is a place, a time (`date`, and
 * `hour` and `min` as far as the interval goes) and, as `value`, a number of events. Rows with events of too few
 * subscribers to be told are left out, and so are those without events.
 *
 * @example How busy each district was in each hour of New Year's Day
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
export function locationEventCounts<Unit extends AggregationUnit, Interval extends EventInterval>(
  parameters: Omit<LocationEventCounts<Unit, Interval>, 'query_kind'>,
): LocationEventCounts<Unit, Interval> {
  return { query_kind: 'location_event_counts', ...parameters }
}
