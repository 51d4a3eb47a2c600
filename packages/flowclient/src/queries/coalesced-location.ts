// Made from the contract by `pnpm --filter flowclient builders`: what is changed here is lost. Texts come from the
// schemas in packages/contract/src/queries and from src/generator/remarks.ts.
import type { LocationVisits } from './location-visits.ts'
import type { MajorityLocation } from './majority-location.ts'
import type { AggregationUnit, Sampling } from './shared.ts'

/**
 * For each subscriber the preferred place, or where they have none the fallback place, if they were there
 * often enough.
 *
 * A part of other queries; it cannot be asked for by itself.
 */
export interface CoalescedLocation<Unit extends AggregationUnit = AggregationUnit> {
  readonly query_kind: 'coalesced_location'
  readonly preferred_location: MajorityLocation<Unit>
  readonly fallback_location: MajorityLocation<Unit>
  readonly subscriber_location_weights: LocationVisits<Unit>
  /** How many visits by subscriber_location_weights the fallback place of a subscriber needs to be taken. */
  readonly weight_threshold: number
  /**
   * Compute on a random sample of the subscribers: of size of them, or of a fraction, which is more than 0 and
   * less than 1. The same seed draws the same sample; with random_ids it is from -1 to 1.
   */
  readonly sampling?: Sampling | null | undefined
}

/**
 * For each subscriber the preferred place, or where they have none the fallback place, if they were there
 * often enough.
 *
 * A part of other queries; it cannot be asked for by itself.
 *
 * @example
 * ```ts
 * import { coalescedLocation, dailyLocation, locationVisits, majorityLocation } from 'flowclient'
 *
 * const part = coalescedLocation({
 *   preferred_location: majorityLocation({
 *     subscriber_location_weights: locationVisits({
 *       locations: [dailyLocation({ date: '2016-01-01', method: 'last', aggregation_unit: 'admin3' })],
 *     }),
 *   }),
 *   fallback_location: majorityLocation({
 *     subscriber_location_weights: locationVisits({
 *       locations: [dailyLocation({ date: '2016-01-01', method: 'last', aggregation_unit: 'admin3' })],
 *     }),
 *   }),
 *   subscriber_location_weights: locationVisits({
 *     locations: [dailyLocation({ date: '2016-01-01', method: 'last', aggregation_unit: 'admin3' })],
 *   }),
 *   weight_threshold: 1,
 * })
 * console.log(JSON.stringify(part))
 * ```
 */
export function coalescedLocation<Unit extends AggregationUnit>(
  parameters: Omit<
    CoalescedLocation<Unit>,
    'query_kind' | 'fallback_location' | 'subscriber_location_weights'
  > &
    Pick<CoalescedLocation<NoInfer<Unit>>, 'fallback_location' | 'subscriber_location_weights'>,
): CoalescedLocation<Unit> {
  return { query_kind: 'coalesced_location', ...parameters }
}
