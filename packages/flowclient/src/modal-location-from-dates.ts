import { dates } from './dates.ts'
import {
  type AggregationUnit,
  type DailyLocation,
  dailyLocation,
  type ModalLocation,
  modalLocation,
} from './queries/index.ts'

/** What the usual place over a period depends on: as for one day, with a first day and the day after the last. */
export type ModalLocationFromDates<Unit extends AggregationUnit = AggregationUnit> = Omit<
  DailyLocation<Unit>,
  'query_kind' | 'date'
> & {
  /** The first day, local to the operator: `2016-01-31`. */
  readonly start_date: string
  /** The day after the last one. */
  readonly end_date: string
}

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
