// Made from the contract by `pnpm --filter flowclient builders`: what is changed here is lost. Texts come from the
// schemas in packages/contract/src/queries and from src/generator/remarks.ts.
import type { AggregationUnit, EventType, Hours, SubscriberSubset } from './shared.ts'

/**
 * How many different cells in each place had an event, by period. datetime is the local moment at which the
 * period begins.
 */
export interface TotalNetworkObjects<Unit extends AggregationUnit = AggregationUnit> {
  readonly query_kind: 'total_network_objects'
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
  /** How long each period is, by the local clock; a day unless given. */
  readonly total_by?: 'second' | 'minute' | 'hour' | 'day' | 'month' | 'year' | null | undefined
}

/**
 * How many different cells in each place had an event, by period. datetime is the local moment at which the
 * period begins.
 *
 * @example
 * ```ts
 * import { connect, totalNetworkObjects } from 'flowclient'
 *
 * const client = connect({ url: 'https://flowkit.example.org', token: 'eyJ…' })
 * const query = totalNetworkObjects({ start_date: '2016-01-01', end_date: '2016-01-08', aggregation_unit: 'admin3' })
 * const handle = await client.run(query)
 * for await (const row of handle.rows()) console.log(row)
 * ```
 */
export function totalNetworkObjects<Unit extends AggregationUnit>(
  parameters: Omit<TotalNetworkObjects<Unit>, 'query_kind'>,
): TotalNetworkObjects<Unit> {
  return { query_kind: 'total_network_objects', ...parameters }
}
