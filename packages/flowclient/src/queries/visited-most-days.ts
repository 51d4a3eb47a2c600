// Made from the contract by `pnpm --filter flowclient builders`: what is changed here is lost. Texts come from the
// schemas in packages/contract/src/queries and from src/generator/remarks.ts.
import type { AggregationUnit, EventType, Hours, Sampling, SubscriberSubset } from './shared.ts'

/**
 * For each subscriber the place where they had events on most of the days of a period; of several such
 * places the one with most events, then the first by its id.
 *
 * A part of other queries; it cannot be asked for by itself.
 */
export interface VisitedMostDays<Unit extends AggregationUnit = AggregationUnit> {
  readonly query_kind: 'visited_most_days'
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
   * Compute on a random sample of the subscribers: of size of them, or of a fraction, which is more than 0 and
   * less than 1. The same seed draws the same sample; with random_ids it is from -1 to 1.
   */
  readonly sampling?: Sampling | null | undefined
}

/**
 * For each subscriber the place where they had events on most of the days of a period; of several such
 * places the one with most events, then the first by its id.
 *
 * A part of other queries; it cannot be asked for by itself.
 *
 * @example
 * ```ts
 * import { visitedMostDays } from 'flowclient'
 *
 * const part = visitedMostDays({ start_date: '2016-01-01', end_date: '2016-01-08', aggregation_unit: 'admin3' })
 * console.log(JSON.stringify(part))
 * ```
 */
export function visitedMostDays<Unit extends AggregationUnit>(
  parameters: Omit<VisitedMostDays<Unit>, 'query_kind'>,
): VisitedMostDays<Unit> {
  return { query_kind: 'visited_most_days', ...parameters }
}
