// Made from the contract by `pnpm --filter flowclient builders`: what is changed here is lost. Texts come from the
// schemas in packages/contract/src/queries and from src/generator/remarks.ts.
import type { DailyLocation } from './daily-location.ts'
import type { AggregationUnit, Sampling } from './shared.ts'

/**
 * For each subscriber the place on most of the days; of several such places the latest one.
 *
 * A part of other queries; it cannot be asked for by itself.
 */
export interface ModalLocation<Unit extends AggregationUnit = AggregationUnit> {
  readonly query_kind: 'modal_location'
  /** The days, each a daily_location; all about the same places. A repeated day counts once. */
  readonly locations: readonly DailyLocation<Unit>[]
  /**
   * Compute on a random sample of the subscribers: of size of them, or of a fraction, which is more than 0 and
   * less than 1. The same seed draws the same sample; with random_ids it is from -1 to 1.
   */
  readonly sampling?: Sampling | null | undefined
}

/**
 * For each subscriber the place on most of the days; of several such places the latest one. Over a week or
 * more it is taken for the place where someone lives. {@link modalLocationFromDates} makes it from a first
 * and a last day.
 *
 * A part of other queries; it cannot be asked for by itself.
 *
 * @example Where subscribers mostly were on two days
 * ```ts
 * import { dailyLocation, modalLocation, spatialAggregate } from 'flowclient'
 *
 * const days = ['2016-01-01', '2016-01-02'].map(date =>
 *   dailyLocation({ date, method: 'last', aggregation_unit: 'admin3' }),
 * )
 * console.log(JSON.stringify(spatialAggregate({ locations: modalLocation({ locations: days }) })))
 * ```
 */
export function modalLocation<Unit extends AggregationUnit>(
  parameters: Omit<ModalLocation<Unit>, 'query_kind'>,
): ModalLocation<Unit> {
  return { query_kind: 'modal_location', ...parameters }
}
