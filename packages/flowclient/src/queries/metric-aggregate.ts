// Made from the contract by `pnpm --filter flowclient builders`: what is changed here is lost. Texts come from the
// schemas in packages/contract/src/queries and from src/generator/remarks.ts.
import type { Displacement } from './displacement.ts'
import type { EventCount } from './event-count.ts'
import type { Handset } from './handset.ts'
import type { NocturnalEvents } from './nocturnal-events.ts'
import type { ParetoInteractions } from './pareto-interactions.ts'
import type { RadiusOfGyration } from './radius-of-gyration.ts'
import type { SubscriberDegree } from './subscriber-degree.ts'
import type { TopupAmount } from './topup-amount.ts'
import type { TopupBalance } from './topup-balance.ts'
import type { TotalActivePeriods } from './total-active-periods.ts'
import type { UniqueLocationCounts } from './unique-location-counts.ts'

/**
 * A number or a word of subscribers, put together for all of them, wherever they are: their average, median
 * or sum, or how common each word is. Subscribers without a value don’t count.
 */
export interface MetricAggregate<
  Method extends 'avg' | 'count' | 'median' | 'mode' | 'stddev' | 'sum' | 'variance' | 'distr' =
    | 'avg'
    | 'count'
    | 'median'
    | 'mode'
    | 'stddev'
    | 'sum'
    | 'variance'
    | 'distr',
> {
  readonly query_kind: 'metric_aggregate'
  /** What number, or what word, of each subscriber. */
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
    | Handset
  /**
   * What is made of all subscribers. Of numbers: avg, count (of subscribers who have one), median, mode,
   * stddev, sum, variance. Of handsets: distr, the share of each value, or mode.
   */
  readonly method: Method
}

/**
 * A number or a word of subscribers, put together for all of them, wherever they are: their average, median
 * or sum, or how common each word is. Subscribers without a value don’t count.
 *
 * @example
 * ```ts
 * import { connect, metricAggregate, radiusOfGyration } from 'flowclient'
 *
 * const client = connect({ url: 'https://flowkit.example.org', token: 'eyJ…' })
 * const query = metricAggregate({ metric: radiusOfGyration({ start_date: '2016-01-01', end_date: '2016-01-08' }), method: 'avg' })
 * const handle = await client.run(query)
 * for await (const row of handle.rows()) console.log(row)
 * ```
 */
export function metricAggregate<Method extends NonNullable<MetricAggregate['method']>>(
  parameters: Omit<MetricAggregate<Method>, 'query_kind'>,
): MetricAggregate<Method> {
  return { query_kind: 'metric_aggregate', ...parameters }
}
