import type { AggregationUnit } from './places.ts'
import type { ReferenceLocation } from './reference-location.ts'

/** Whether subscribers count who have a place at one end of a flow only; FlowKit has two spellings for some. */
export type JoinType = 'inner' | 'full outer' | 'left' | 'right' | 'left outer' | 'right outer'

/** How many subscribers have one place first and another place then. */
export interface Flows<Unit extends AggregationUnit = AggregationUnit, Join extends JoinType = JoinType> {
  readonly query_kind: 'flows'
  /** Which place each subscriber has first. */
  readonly from_location: ReferenceLocation<Unit>
  /** Which place each subscriber has then; places of the same kind. */
  readonly to_location: ReferenceLocation<Unit>
  /**
   * `inner`, and without it: only subscribers who have a place at both ends. `left` (or `left outer`): also those
   * who were gone then, as a flow to `null`; `right`: also those who were new, as a flow from `null`;
   * `full outer`: all of them.
   */
  readonly join_type?: Join | null | undefined
}

/**
 * How many subscribers have one place first and another then. Each row is a pair of places and, as `value`, a
 * number of subscribers; those who stayed are a flow from a place to itself. Pairs with too few subscribers to be
 * told are left out.
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
export function flows<Unit extends AggregationUnit, Join extends JoinType = 'inner'>(parameters: {
  readonly from_location: Flows<Unit>['from_location']
  readonly to_location: Flows<NoInfer<Unit>>['to_location']
  readonly join_type?: Join | null | undefined
}): Flows<Unit, Join> {
  return { query_kind: 'flows', ...parameters }
}
