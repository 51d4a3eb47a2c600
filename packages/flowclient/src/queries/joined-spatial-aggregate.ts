// Made from the contract by `pnpm --filter flowclient builders`: what is changed here is lost. Texts come from the
// schemas in packages/contract/src/queries and from src/generator/remarks.ts.
import type { Displacement } from './displacement.ts'
import type { EventCount } from './event-count.ts'
import type { Handset } from './handset.ts'
import type { NocturnalEvents } from './nocturnal-events.ts'
import type { ParetoInteractions } from './pareto-interactions.ts'
import type { RadiusOfGyration } from './radius-of-gyration.ts'
import type { AggregationUnit } from './shared.ts'
import type { SubscriberDegree } from './subscriber-degree.ts'
import type { TopupAmount } from './topup-amount.ts'
import type { TopupBalance } from './topup-balance.ts'
import type { TotalActivePeriods } from './total-active-periods.ts'
import type { ReferenceLocation } from './unions.ts'
import type { UniqueLocationCounts } from './unique-location-counts.ts'

/**
 * A number or a word of subscribers, put together for all whose place it is: their average, median or sum,
 * or how common each word is. Subscribers without a place or without a value don’t count.
 */
export interface JoinedSpatialAggregate<
  Unit extends AggregationUnit = AggregationUnit,
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
  readonly query_kind: 'joined_spatial_aggregate'
  /** What gives each subscriber their place. */
  readonly locations: ReferenceLocation<Unit>
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
   * What is made of the subscribers of a place. Of numbers: avg, count (of subscribers who have one), median,
   * mode, stddev, sum, variance. Of handsets: distr, the share of each value, or mode.
   */
  readonly method: Method
}

/**
 * A number or a word of subscribers, put together for all whose place it is: their average, median or sum,
 * or how common each word is. Subscribers without a place or without a value don’t count.
 *
 * @example
 * ```ts
 * import { connect, dailyLocation, joinedSpatialAggregate, radiusOfGyration } from 'flowclient'
 *
 * const client = connect({ url: 'https://flowkit.example.org', token: 'eyJ…' })
 * const query = joinedSpatialAggregate({
 *   locations: dailyLocation({ date: '2016-01-01', method: 'last', aggregation_unit: 'admin3' }),
 *   metric: radiusOfGyration({ start_date: '2016-01-01', end_date: '2016-01-08' }),
 *   method: 'avg',
 * })
 * const handle = await client.run(query)
 * for await (const row of handle.rows()) console.log(row)
 * ```
 */
export function joinedSpatialAggregate<
  Unit extends AggregationUnit,
  Method extends NonNullable<JoinedSpatialAggregate['method']>,
>(
  parameters: Omit<JoinedSpatialAggregate<Unit, Method>, 'query_kind'>,
): JoinedSpatialAggregate<Unit, Method> {
  return { query_kind: 'joined_spatial_aggregate', ...parameters }
}
