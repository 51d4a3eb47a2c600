// Made from the contract by `pnpm --filter flowclient builders`: what is changed here is lost. Texts come from the
// schemas in packages/contract/src/queries and from src/generator/remarks.ts.
import type { Displacement } from './displacement.ts'
import type { EventCount } from './event-count.ts'
import type { NocturnalEvents } from './nocturnal-events.ts'
import type { ParetoInteractions } from './pareto-interactions.ts'
import type { RadiusOfGyration } from './radius-of-gyration.ts'
import type { SubscriberDegree } from './subscriber-degree.ts'
import type { TopupAmount } from './topup-amount.ts'
import type { TopupBalance } from './topup-balance.ts'
import type { TotalActivePeriods } from './total-active-periods.ts'
import type { UniqueLocationCounts } from './unique-location-counts.ts'

/** How many subscribers have a value in each of several bins. */
export interface HistogramAggregate {
  readonly query_kind: 'histogram_aggregate'
  /** What number of each subscriber. */
  readonly metric:
    | Displacement
    | EventCount
    | NocturnalEvents
    | ParetoInteractions
    | RadiusOfGyration
    | SubscriberDegree
    | TopupAmount
    | TopupBalance
    | TotalActivePeriods
    | UniqueLocationCounts
  /** Either n_bins or bin_list; where both are given, n_bins is followed. */
  readonly bins: {
    /** How many bins, all of the same width. */ readonly n_bins?: number | null | undefined
    /** The edges of the bins, ascending. */
    readonly bin_list?: readonly number[] | null | undefined
  }
  /**
   * Only values within these bounds, both inclusive. With n_bins they are the outer edges; without them the
   * edges are round numbers that leave out the most extreme subscribers.
   */
  readonly range?:
    | { readonly lower_bound: number; readonly upper_bound: number }
    | readonly number[]
    | null
    | undefined
}

/**
 * How many subscribers have a value in each of several bins. Each row is a bin, from `lower_edge` up to
 * `upper_edge`, and as `value` a number of subscribers. A bin does not hold its upper edge, but the last one
 * does. Bins with too few subscribers to be told, or with none, are left out.
 *
 * @example How far subscribers moved in the first week of 2016
 * ```ts
 * import { connect, histogramAggregate, radiusOfGyration } from 'flowclient'
 *
 * const client = connect({ url: 'https://flowkit.example.org', token: 'eyJ…' })
 * const metric = radiusOfGyration({ start_date: '2016-01-01', end_date: '2016-01-08' })
 * const handle = await client.run(histogramAggregate({ metric, bins: { bin_list: [0, 1, 5, 20, 100] } }))
 * for await (const { lower_edge, upper_edge, value } of handle.rows())
 *   console.log(`${lower_edge} to ${upper_edge} km: ${value} subscribers`)
 * ```
 */
export function histogramAggregate(parameters: Omit<HistogramAggregate, 'query_kind'>): HistogramAggregate {
  return { query_kind: 'histogram_aggregate', ...parameters }
}
