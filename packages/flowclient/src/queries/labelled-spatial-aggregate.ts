// Made from the contract by `pnpm --filter flowclient builders`: what is changed here is lost. Texts come from the
// schemas in packages/contract/src/queries and from src/generator/remarks.ts.
import type { CoalescedLocation } from './coalesced-location.ts'
import type { MobilityClassification } from './mobility-classification.ts'
import type { AggregationUnit } from './shared.ts'

/** How many subscribers of each label have each place as theirs; those without a label have the label null. */
export interface LabelledSpatialAggregate<Unit extends AggregationUnit = AggregationUnit> {
  readonly query_kind: 'labelled_spatial_aggregate'
  readonly locations: CoalescedLocation<Unit>
  readonly labels: MobilityClassification
}

/**
 * How many subscribers of each label have each place as theirs; those without a label have the label null.
 *
 * @example
 * ```ts
 * import {
 *   coalescedLocation,
 *   connect,
 *   dailyLocation,
 *   labelledSpatialAggregate,
 *   locationVisits,
 *   majorityLocation,
 *   mobilityClassification,
 * } from 'flowclient'
 *
 * const client = connect({ url: 'https://flowkit.example.org', token: 'eyJ…' })
 * const query = labelledSpatialAggregate({
 *   locations: coalescedLocation({
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
export function labelledSpatialAggregate<Unit extends AggregationUnit>(
  parameters: Omit<LabelledSpatialAggregate<Unit>, 'query_kind'>,
): LabelledSpatialAggregate<Unit> {
  return { query_kind: 'labelled_spatial_aggregate', ...parameters }
}
