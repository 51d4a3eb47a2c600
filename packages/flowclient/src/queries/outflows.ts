// Made from the contract by `pnpm --filter flowclient builders`: what is changed here is lost. Texts come from the
// schemas in packages/contract/src/queries and from src/generator/remarks.ts.
import type { AggregationUnit, JoinType } from './shared.ts'
import type { InputToFlows } from './unions.ts'

/**
 * How many subscribers have each place first, summed over the places that they have then: who has several
 * places then counts for each.
 */
export interface Outflows<Unit extends AggregationUnit = AggregationUnit> {
  readonly query_kind: 'outflows'
  readonly from_location: InputToFlows<Unit>
  readonly to_location: InputToFlows<Unit>
  /** Whether subscribers without a place at one end count: inner leaves them out. */
  readonly join_type?: JoinType | null | undefined
}

/**
 * How many subscribers have each place first, summed over the places that they have then: who has several
 * places then counts for each.
 *
 * @example
 * ```ts
 * import { connect, dailyLocation, outflows } from 'flowclient'
 *
 * const client = connect({ url: 'https://flowkit.example.org', token: 'eyJ…' })
 * const query = outflows({
 *   from_location: dailyLocation({ date: '2016-01-01', method: 'last', aggregation_unit: 'admin3' }),
 *   to_location: dailyLocation({ date: '2016-01-01', method: 'last', aggregation_unit: 'admin3' }),
 * })
 * const handle = await client.run(query)
 * for await (const row of handle.rows()) console.log(row)
 * ```
 */
export function outflows<Unit extends AggregationUnit>(
  parameters: Omit<Outflows<Unit>, 'query_kind' | 'to_location'> &
    Pick<Outflows<NoInfer<Unit>>, 'to_location'>,
): Outflows<Unit> {
  return { query_kind: 'outflows', ...parameters }
}
