// Made from the contract by `pnpm --filter flowclient builders`: what is changed here is lost. Texts come from the
// schemas in packages/contract/src/queries and from src/generator/remarks.ts.
import type { AggregationUnit, JoinType } from './shared.ts'
import type { InputToFlows } from './unions.ts'

/**
 * How many subscribers have each place in the end, summed over the places that they had first: who had
 * several places first counts for each.
 */
export interface Inflows<Unit extends AggregationUnit = AggregationUnit> {
  readonly query_kind: 'inflows'
  readonly from_location: InputToFlows<Unit>
  readonly to_location: InputToFlows<Unit>
  /** Whether subscribers without a place at one end count: inner leaves them out. */
  readonly join_type?: JoinType | null | undefined
}

/**
 * How many subscribers have each place in the end, summed over the places that they had first: who had
 * several places first counts for each.
 *
 * @example
 * ```ts
 * import { connect, dailyLocation, inflows } from 'flowclient'
 *
 * const client = connect({ url: 'https://flowkit.example.org', token: 'eyJ…' })
 * const query = inflows({
 *   from_location: dailyLocation({ date: '2016-01-01', method: 'last', aggregation_unit: 'admin3' }),
 *   to_location: dailyLocation({ date: '2016-01-01', method: 'last', aggregation_unit: 'admin3' }),
 * })
 * const handle = await client.run(query)
 * for await (const row of handle.rows()) console.log(row)
 * ```
 */
export function inflows<Unit extends AggregationUnit>(
  parameters: Omit<Inflows<Unit>, 'query_kind' | 'to_location'> & Pick<Inflows<NoInfer<Unit>>, 'to_location'>,
): Inflows<Unit> {
  return { query_kind: 'inflows', ...parameters }
}
