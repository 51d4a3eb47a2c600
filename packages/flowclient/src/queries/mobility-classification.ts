// Made from the contract by `pnpm --filter flowclient builders`: what is changed here is lost. Texts come from the
// schemas in packages/contract/src/queries and from src/generator/remarks.ts.
import type { CoalescedLocation } from './coalesced-location.ts'
import type { Sampling } from './shared.ts'

/**
 * How each subscriber moves: unlocated (no place in the last period), irregular (missing from a period),
 * not_always_locatable (no place in a period), mobile (never at one place for the threshold of periods), or
 * stable. The first that fits is theirs.
 *
 * A part of other queries; it cannot be asked for by itself.
 */
export interface MobilityClassification {
  readonly query_kind: 'mobility_classification'
  /**
   * The periods, each a coalesced_location, the earliest first; all about the same places. Who is not in the
   * last one has no class.
   */
  readonly locations: readonly CoalescedLocation[]
  /** In how many periods one after the other a subscriber who stays is at the same place. */
  readonly stay_length_threshold: number
  /**
   * Compute on a random sample of the subscribers: of size of them, or of a fraction, which is more than 0 and
   * less than 1. The same seed draws the same sample; with random_ids it is from -1 to 1.
   */
  readonly sampling?: Sampling | null | undefined
}

/**
 * How each subscriber moves: unlocated (no place in the last period), irregular (missing from a period),
 * not_always_locatable (no place in a period), mobile (never at one place for the threshold of periods), or
 * stable. The first that fits is theirs.
 *
 * A part of other queries; it cannot be asked for by itself.
 *
 * @example
 * ```ts
 * import {
 *   coalescedLocation,
 *   dailyLocation,
 *   locationVisits,
 *   majorityLocation,
 *   mobilityClassification,
 * } from 'flowclient'
 *
 * const part = mobilityClassification({
 *   locations: [
 *     coalescedLocation({
 *       preferred_location: majorityLocation({
 *         subscriber_location_weights: locationVisits({
 *           locations: [dailyLocation({ date: '2016-01-01', method: 'last', aggregation_unit: 'admin3' })],
 *         }),
 *       }),
 *       fallback_location: majorityLocation({
 *         subscriber_location_weights: locationVisits({
 *           locations: [dailyLocation({ date: '2016-01-01', method: 'last', aggregation_unit: 'admin3' })],
 *         }),
 *       }),
 *       subscriber_location_weights: locationVisits({
 *         locations: [dailyLocation({ date: '2016-01-01', method: 'last', aggregation_unit: 'admin3' })],
 *       }),
 *       weight_threshold: 1,
 *     }),
 *   ],
 *   stay_length_threshold: 1,
 * })
 * console.log(JSON.stringify(part))
 * ```
 */
export function mobilityClassification(
  parameters: Omit<MobilityClassification, 'query_kind'>,
): MobilityClassification {
  return { query_kind: 'mobility_classification', ...parameters }
}
