// Made from the contract by `pnpm --filter flowclient builders`: what is changed here is lost. Texts come from the
// schemas in packages/contract/src/queries and from src/generator/remarks.ts.
import type { DailyLocation } from './daily-location.ts'
import type { ModalLocation } from './modal-location.ts'
import type { AggregationUnit, Sampling } from './shared.ts'

/**
 * In how many of several days or periods each place was that of each subscriber.
 *
 * A part of other queries; it cannot be asked for by itself.
 */
export interface LocationVisits<Unit extends AggregationUnit = AggregationUnit> {
  readonly query_kind: 'location_visits'
  /**
   * The days or periods, each a daily_location or a modal_location; all about the same places. A repeated one
   * counts once.
   */
  readonly locations: readonly (DailyLocation<Unit> | ModalLocation<Unit>)[]
  /**
   * Compute on a random sample of the subscribers: of size of them, or of a fraction, which is more than 0 and
   * less than 1. The same seed draws the same sample; with random_ids it is from -1 to 1.
   */
  readonly sampling?: Sampling | null | undefined
}

/**
 * In how many of several days or periods each place was that of each subscriber.
 *
 * A part of other queries; it cannot be asked for by itself.
 *
 * @example
 * ```ts
 * import { dailyLocation, locationVisits } from 'flowclient'
 *
 * const part = locationVisits({ locations: [dailyLocation({ date: '2016-01-01', method: 'last', aggregation_unit: 'admin3' })] })
 * console.log(JSON.stringify(part))
 * ```
 */
export function locationVisits<Unit extends AggregationUnit>(
  parameters: Omit<LocationVisits<Unit>, 'query_kind'>,
): LocationVisits<Unit> {
  return { query_kind: 'location_visits', ...parameters }
}
