// Made from the contract by `pnpm --filter flowclient builders`: what is changed here is lost. Texts come from the
// schemas in packages/contract/src/queries and from src/generator/remarks.ts.
import type { AggregationUnit, EventType, Hours, SubscriberSubset } from './shared.ts'

/**
 * How many subscribers had one event in the first place and their next one in the second, for each pair of
 * places; two events in a row in one place make a pair of it with itself. Events of the same moment are not
 * one after the other.
 */
export interface ConsecutiveTripsODMatrix<Unit extends AggregationUnit = AggregationUnit> {
  readonly query_kind: 'consecutive_trips_od_matrix'
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
 * How many subscribers had one event in the first place and their next one in the second, for each pair of
 * places; two events in a row in one place make a pair of it with itself. Events of the same moment are not
 * one after the other.
 *
 * @example
 * ```ts
 * import { connect, consecutiveTripsOdMatrix } from 'flowclient'
 *
 * const client = connect({ url: 'https://flowkit.example.org', token: 'eyJ…' })
 * const query = consecutiveTripsOdMatrix({ start_date: '2016-01-01', end_date: '2016-01-08', aggregation_unit: 'admin3' })
 * const handle = await client.run(query)
 * for await (const row of handle.rows()) console.log(row)
 * ```
 */
export function consecutiveTripsOdMatrix<Unit extends AggregationUnit>(
  parameters: Omit<ConsecutiveTripsODMatrix<Unit>, 'query_kind'>,
): ConsecutiveTripsODMatrix<Unit> {
  return { query_kind: 'consecutive_trips_od_matrix', ...parameters }
}
