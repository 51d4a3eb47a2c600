// Made from the contract by `pnpm --filter flowclient builders`: what is changed here is lost. Texts come from the
// schemas in packages/contract/src/queries and from src/generator/remarks.ts.
import type { CoalescedLocation } from './coalesced-location.ts'
import type { MobilityClassification } from './mobility-classification.ts'
import type { AggregationUnit, JoinType } from './shared.ts'

/**
 * How many subscribers of each label have one place first and another place then; those without a label have
 * the label null.
 */
export interface LabelledFlows<
  Unit extends AggregationUnit = AggregationUnit,
  Join extends JoinType = JoinType,
> {
  readonly query_kind: 'labelled_flows'
  readonly from_location: CoalescedLocation<Unit>
  readonly to_location: CoalescedLocation<Unit>
  readonly labels: MobilityClassification
  /** Whether subscribers without a place at one end count: inner leaves them out. */
  readonly join_type?: Join | null | undefined
}

/**
 * How many subscribers of each label have one place first and another place then; those without a label have
 * the label null.
 *
 * @example
 * ```ts
 * import {
 *   coalescedLocation,
 *   connect,
 *   dailyLocation,
 *   labelledFlows,
 *   locationVisits,
 *   majorityLocation,
 *   mobilityClassification,
 * } from 'flowclient'
 *
 * const client = connect({ url: 'https://flowkit.example.org', token: 'eyJ…' })
 * const query = labelledFlows({
 *   from_location: coalescedLocation({
 *     preferred_location: majorityLocation({
 *       subscriber_location_weights: locationVisits({
 *         locations: [dailyLocation({ date: '2016-01-01', method: 'last', aggregation_unit: 'admin3' })],
 *       }),
 *     }),
 *     fallback_location: majorityLocation({
 *       subscriber_location_weights: locationVisits({
 *         locations: [dailyLocation({ date: '2016-01-01', method: 'last', aggregation_unit: 'admin3' })],
 *       }),
 *     }),
 *     subscriber_location_weights: locationVisits({
 *       locations: [dailyLocation({ date: '2016-01-01', method: 'last', aggregation_unit: 'admin3' })],
 *     }),
 *     weight_threshold: 1,
 *   }),
 *   to_location: coalescedLocation({
 *     preferred_location: majorityLocation({
 *       subscriber_location_weights: locationVisits({
 *         locations: [dailyLocation({ date: '2016-01-01', method: 'last', aggregation_unit: 'admin3' })],
 *       }),
 *     }),
 *     fallback_location: majorityLocation({
 *       subscriber_location_weights: locationVisits({
 *         locations: [dailyLocation({ date: '2016-01-01', method: 'last', aggregation_unit: 'admin3' })],
 *       }),
 *     }),
 *     subscriber_location_weights: locationVisits({
 *       locations: [dailyLocation({ date: '2016-01-01', method: 'last', aggregation_unit: 'admin3' })],
 *     }),
 *     weight_threshold: 1,
 *   }),
 *   labels: mobilityClassification({
 *     locations: [
 *       coalescedLocation({
 *         preferred_location: majorityLocation({
 *           subscriber_location_weights: locationVisits({
 *             locations: [dailyLocation({ date: '2016-01-01', method: 'last', aggregation_unit: 'admin3' })],
 *           }),
 *         }),
 *         fallback_location: majorityLocation({
 *           subscriber_location_weights: locationVisits({
 *             locations: [dailyLocation({ date: '2016-01-01', method: 'last', aggregation_unit: 'admin3' })],
 *           }),
 *         }),
 *         subscriber_location_weights: locationVisits({
 *           locations: [dailyLocation({ date: '2016-01-01', method: 'last', aggregation_unit: 'admin3' })],
 *         }),
 *         weight_threshold: 1,
 *       }),
 *     ],
 *     stay_length_threshold: 1,
 *   }),
 * })
 * const handle = await client.run(query)
 * for await (const row of handle.rows()) console.log(row)
 * ```
 */
export function labelledFlows<
  Unit extends AggregationUnit,
  Join extends NonNullable<LabelledFlows['join_type']> = 'inner',
>(
  parameters: Omit<LabelledFlows<Unit, Join>, 'query_kind' | 'to_location'> &
    Pick<LabelledFlows<NoInfer<Unit>>, 'to_location'>,
): LabelledFlows<Unit, Join> {
  return { query_kind: 'labelled_flows', ...parameters }
}
