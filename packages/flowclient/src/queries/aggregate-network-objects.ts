// Made from the contract by `pnpm --filter flowclient builders`: what is changed here is lost. Texts come from the
// schemas in packages/contract/src/queries and from src/generator/remarks.ts.
import type { AggregationUnit, Statistic } from './shared.ts'
import type { TotalNetworkObjects } from './total-network-objects.ts'

/**
 * A statistic of how many different cells in each place had an event, by longer periods. datetime is the
 * local moment at which the longer period begins.
 */
export interface AggregateNetworkObjects<Unit extends AggregationUnit = AggregationUnit> {
  readonly query_kind: 'aggregate_network_objects'
  readonly total_network_objects: TotalNetworkObjects<Unit>
  /**
   * What is made of the numbers of cells in the shorter periods of a longer one, those without events left
   * out. Of several modes it is the least; stddev and variance are those of a sample, so they need two
   * numbers.
   */
  readonly statistic: Statistic
  /** How long each period is, by the local clock; the next longer one than total_by unless given. */
  readonly aggregate_by?:
    | 'second'
    | 'minute'
    | 'hour'
    | 'day'
    | 'month'
    | 'year'
    | 'century'
    | null
    | undefined
}

/**
 * A statistic of how many different cells in each place had an event, by longer periods. datetime is the
 * local moment at which the longer period begins.
 *
 * @example
 * ```ts
 * import { aggregateNetworkObjects, connect, totalNetworkObjects } from 'flowclient'
 *
 * const client = connect({ url: 'https://flowkit.example.org', token: 'eyJ…' })
 * const query = aggregateNetworkObjects({
 *   total_network_objects: totalNetworkObjects({ start_date: '2016-01-01', end_date: '2016-01-08', aggregation_unit: 'admin3' }),
 *   statistic: 'avg',
 * })
 * const handle = await client.run(query)
 * for await (const row of handle.rows()) console.log(row)
 * ```
 */
export function aggregateNetworkObjects<Unit extends AggregationUnit>(
  parameters: Omit<AggregateNetworkObjects<Unit>, 'query_kind'>,
): AggregateNetworkObjects<Unit> {
  return { query_kind: 'aggregate_network_objects', ...parameters }
}
