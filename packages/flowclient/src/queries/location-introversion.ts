// Made from the contract by `pnpm --filter flowclient builders`: what is changed here is lost. Texts come from the
// schemas in packages/contract/src/queries and from src/generator/remarks.ts.
import type { AggregationUnit, Direction, EventType, Hours, SubscriberSubset } from './shared.ts'

/**
 * Which share (0 to 1) of the calls and messages of each place had the other side in the same place. Only
 * interactions both sides of which are known, were in a place, and are in the period, the hours and the
 * subset count; those with other networks do not.
 */
export interface LocationIntroversion<Unit extends AggregationUnit = AggregationUnit> {
  readonly query_kind: 'location_introversion'
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
  /**
   * Only places from which subscribers began an interaction (out) or at which they received it (in). Leave out
   * for both, so that each interaction counts where either side was.
   */
  readonly direction?: Direction | null | undefined
}

/**
 * Which share (0 to 1) of the calls and messages of each place had the other side in the same place. Only
 * interactions both sides of which are known, were in a place, and are in the period, the hours and the
 * subset count; those with other networks do not.
 *
 * @example
 * ```ts
 * import { connect, locationIntroversion } from 'flowclient'
 *
 * const client = connect({ url: 'https://flowkit.example.org', token: 'eyJ…' })
 * const query = locationIntroversion({ start_date: '2016-01-01', end_date: '2016-01-08', aggregation_unit: 'admin3' })
 * const handle = await client.run(query)
 * for await (const row of handle.rows()) console.log(row)
 * ```
 */
export function locationIntroversion<Unit extends AggregationUnit>(
  parameters: Omit<LocationIntroversion<Unit>, 'query_kind'>,
): LocationIntroversion<Unit> {
  return { query_kind: 'location_introversion', ...parameters }
}
