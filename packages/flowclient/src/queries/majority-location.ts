// Made from the contract by `pnpm --filter flowclient builders`: what is changed here is lost. Texts come from the
// schemas in packages/contract/src/queries and from src/generator/remarks.ts.
import type { LocationVisits } from './location-visits.ts'
import type { AggregationUnit, Sampling } from './shared.ts'

/**
 * For each subscriber the place that has more than half of all their visits, if there is one.
 *
 * A part of other queries; it cannot be asked for by itself.
 */
export interface MajorityLocation<Unit extends AggregationUnit = AggregationUnit> {
  readonly query_kind: 'majority_location'
  readonly subscriber_location_weights: LocationVisits<Unit>
  /**
   * The total to take the majority of where a subscriber's visits are fewer: 7 over the days of a week asks
   * for most of all days, not of those on which the subscriber was seen. 0 unless given.
   */
  readonly minimum_total_weight?: number | null | undefined
  /** Whether subscribers who have no such place are kept, without a place; false unless given. */
  readonly include_unlocatable?: boolean | null | undefined
  /**
   * Compute on a random sample of the subscribers: of size of them, or of a fraction, which is more than 0 and
   * less than 1. The same seed draws the same sample; with random_ids it is from -1 to 1.
   */
  readonly sampling?: Sampling | null | undefined
}

/**
 * For each subscriber the place that has more than half of all their visits, if there is one.
 *
 * A part of other queries; it cannot be asked for by itself.
 *
 * @example
 * ```ts
 * import { dailyLocation, locationVisits, majorityLocation } from 'flowclient'
 *
 * const part = majorityLocation({
 *   subscriber_location_weights: locationVisits({
 *     locations: [dailyLocation({ date: '2016-01-01', method: 'last', aggregation_unit: 'admin3' })],
 *   }),
 * })
 * console.log(JSON.stringify(part))
 * ```
 */
export function majorityLocation<Unit extends AggregationUnit>(
  parameters: Omit<MajorityLocation<Unit>, 'query_kind'>,
): MajorityLocation<Unit> {
  return { query_kind: 'majority_location', ...parameters }
}
