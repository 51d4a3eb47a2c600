// Made from the contract by `pnpm --filter flowclient builders`: what is changed here is lost. Texts come from the
// schemas in packages/contract/src/queries and from src/generator/remarks.ts.
import type { AggregationUnit, JoinType } from './shared.ts'
import type { InputToFlows } from './unions.ts'

/** How many subscribers have one place first and another place then. */
export interface Flows<Unit extends AggregationUnit = AggregationUnit, Join extends JoinType = JoinType> {
  readonly query_kind: 'flows'
  readonly from_location: InputToFlows<Unit>
  readonly to_location: InputToFlows<Unit>
  /** Whether subscribers without a place at one end count: inner leaves them out. */
  readonly join_type?: Join | null | undefined
}

/**
 * How many subscribers have one place first and another place then. Each row is a pair of places and, as
 * `value`, a number of subscribers; those who stayed are a flow from a place to itself. Pairs with too few
 * subscribers to be told are left out.
 *
 * @example Between which districts subscribers moved from the first to the third week of 2016
 * ```ts
 * import { connect, flows, modalLocationFromDates } from 'flowclient'
 *
 * const client = connect({ url: 'https://flowkit.example.org', token: 'eyJ…' })
 * const homes = (start_date: string, end_date: string) =>
 *   modalLocationFromDates({ start_date, end_date, method: 'last', aggregation_unit: 'admin3' })
 * const handle = await client.run(
 *   flows({
 *     from_location: homes('2016-01-01', '2016-01-08'),
 *     to_location: homes('2016-01-15', '2016-01-22'),
 *   }),
 * )
 * for await (const { pcod_from, pcod_to, value } of handle.rows())
 *   if (pcod_from !== pcod_to) console.log(`${pcod_from} to ${pcod_to}: ${value} subscribers`)
 * ```
 */
export function flows<Unit extends AggregationUnit, Join extends NonNullable<Flows['join_type']> = 'inner'>(
  parameters: Omit<Flows<Unit, Join>, 'query_kind' | 'to_location'> &
    Pick<Flows<NoInfer<Unit>>, 'to_location'>,
): Flows<Unit, Join> {
  return { query_kind: 'flows', ...parameters }
}
