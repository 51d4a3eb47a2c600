import type { Events, Period } from './events.ts'
import type { Sampled } from './sampling.ts'

/** How far each subscriber moves, in kilometres. A part of other queries; it cannot be asked for by itself. */
export interface RadiusOfGyration extends Events, Period, Sampled {
  readonly query_kind: 'radius_of_gyration'
}

/**
 * How far each subscriber moves about the middle of their places, in kilometres: the root of the mean squared distance
 * between where their events were and their mean longitude and latitude. Somebody who is always in one place has 0.
 *
 * @example How far subscribers moved in the first week of 2016
 * ```ts
 * import { histogramAggregate, radiusOfGyration } from 'flowclient'
 *
 * const metric = radiusOfGyration({ start_date: '2016-01-01', end_date: '2016-01-08' })
 * console.log(JSON.stringify(histogramAggregate({ metric, bins: { bin_list: [0, 1, 5, 20, 100] } })))
 * ```
 */
export function radiusOfGyration(parameters: Omit<RadiusOfGyration, 'query_kind'>): RadiusOfGyration {
  return { query_kind: 'radius_of_gyration', ...parameters }
}
