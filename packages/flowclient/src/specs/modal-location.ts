import { type DailyLocation, dailyLocation } from './daily-location.ts'
import { dates } from './dates.ts'
import type { Period } from './events.ts'
import type { AggregationUnit } from './places.ts'
import type { Sampled } from './sampling.ts'

/** The usual place of each subscriber over some days. A part of other queries; it cannot be asked for by itself. */
export interface ModalLocation<Unit extends AggregationUnit = AggregationUnit> extends Sampled {
  readonly query_kind: 'modal_location'
  /** The days. At least one, and all with the same places. */
  readonly locations: readonly DailyLocation<Unit>[]
}

/**
 * The usual place of each subscriber: the one that is theirs on most of the given days, and of several such
 * places the one that was theirs latest. Over a week or more it is taken for the place where someone lives.
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

/** What the usual place over a period depends on: as for one day, with a first day and the day after the last. */
export type ModalLocationFromDates<Unit extends AggregationUnit = AggregationUnit> = Period &
  Omit<DailyLocation<Unit>, 'query_kind' | 'date' | 'sampling'> &
  Sampled

/**
 * The usual place of each subscriber over all days from `start_date` up to, but not including, `end_date`.
 * A sample is drawn from the subscribers for whom the whole period gives a place.
 *
 * @throws {RangeError} when the dates are no days, or there is no day between them.
 *
 * @example Where subscribers lived in the first week of 2016
 * ```ts
 * import { modalLocationFromDates } from 'flowclient'
 *
 * const homes = modalLocationFromDates({
 *   start_date: '2016-01-01',
 *   end_date: '2016-01-08',
 *   method: 'last',
 *   aggregation_unit: 'admin3',
 * })
 * console.log(homes.locations.length) // 7
 * ```
 */
export function modalLocationFromDates<Unit extends AggregationUnit>({
  start_date,
  end_date,
  sampling,
  ...parameters
}: ModalLocationFromDates<Unit>): ModalLocation<Unit> {
  const locations = dates(start_date, end_date).map(date => dailyLocation({ date, ...parameters }))
  return modalLocation({ locations, sampling })
}
