// Made from the contract by `pnpm --filter flowclient builders`: what is changed here is lost. Texts come from the
// schemas in packages/contract/src/queries and from src/generator/remarks.ts.
import type { AggregationUnit, EventType, Hours, Sampling, SubscriberSubset } from './shared.ts'

/**
 * One place for each subscriber on one day.
 *
 * A part of other queries; it cannot be asked for by itself.
 */
export interface DailyLocation<Unit extends AggregationUnit = AggregationUnit> {
  readonly query_kind: 'daily_location'
  /** The day, which lasts 24 hours from this moment. */
  readonly date: string
  /** last: where the last located event was; most-common: where most events were. */
  readonly method: 'last' | 'most-common'
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
   * Compute on a random sample of the subscribers: of size of them, or of a fraction, which is more than 0 and
   * less than 1. The same seed draws the same sample; with random_ids it is from -1 to 1.
   */
  readonly sampling?: Sampling | null | undefined
}

/**
 * One place for each subscriber on one day. Where someone was last seen on a day is mostly where they spend
 * the night. Subscribers without an event on that day have no place.
 *
 * A part of other queries; it cannot be asked for by itself.
 *
 * @example How many subscribers ended New Year’s Day in each district
 * ```ts
 * import { connect, dailyLocation, spatialAggregate } from 'flowclient'
 *
 * const client = connect({ url: 'https://flowkit.example.org', token: 'eyJ…' })
 * const locations = dailyLocation({ date: '2016-01-01', method: 'last', aggregation_unit: 'admin3' })
 * const handle = await client.run(spatialAggregate({ locations }))
 * for await (const { pcod, value } of handle.rows()) console.log(pcod, value)
 * ```
 */
export function dailyLocation<Unit extends AggregationUnit>(
  parameters: Omit<DailyLocation<Unit>, 'query_kind'>,
): DailyLocation<Unit> {
  return { query_kind: 'daily_location', ...parameters }
}
