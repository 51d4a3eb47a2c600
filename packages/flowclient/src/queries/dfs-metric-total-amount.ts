// Made from the contract by `pnpm --filter flowclient builders`: what is changed here is lost. Texts come from the
// schemas in packages/contract/src/queries and from src/generator/remarks.ts.

/**
 * How much money went through mobile-money transactions on each day in each place, in the country’s
 * currency. A transaction counts for each of its sides where that side was, so twice where both were in one
 * place.
 */
export interface DFSTotalMetricAmount<
  Unit extends 'admin0' | 'admin1' | 'admin2' | 'admin3' = 'admin0' | 'admin1' | 'admin2' | 'admin3',
> {
  readonly query_kind: 'dfs_metric_total_amount'
  /** The first day. */
  readonly start_date: string
  /** The last day, which is one of the period. */
  readonly end_date: string
  /** Which of the amounts of a transaction. */
  readonly metric: 'amount' | 'commission' | 'discount' | 'fee'
  /** The areas that the answer is about. */
  readonly aggregation_unit: Unit
}

/**
 * How much money went through mobile-money transactions on each day in each place, in the country’s
 * currency. A transaction counts for each of its sides where that side was, so twice where both were in one
 * place.
 *
 * @example
 * ```ts
 * import { connect, dfsMetricTotalAmount } from 'flowclient'
 *
 * const client = connect({ url: 'https://flowkit.example.org', token: 'eyJ…' })
 * const query = dfsMetricTotalAmount({ start_date: '2016-01-01', end_date: '2016-01-08', metric: 'amount', aggregation_unit: 'admin3' })
 * const handle = await client.run(query)
 * for await (const row of handle.rows()) console.log(row)
 * ```
 */
export function dfsMetricTotalAmount<Unit extends 'admin0' | 'admin1' | 'admin2' | 'admin3'>(
  parameters: Omit<DFSTotalMetricAmount<Unit>, 'query_kind'>,
): DFSTotalMetricAmount<Unit> {
  return { query_kind: 'dfs_metric_total_amount', ...parameters }
}
