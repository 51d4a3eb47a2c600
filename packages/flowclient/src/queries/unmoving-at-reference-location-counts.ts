// Made from the contract by `pnpm --filter flowclient builders`: what is changed here is lost. Texts come from the
// schemas in packages/contract/src/queries and from src/generator/remarks.ts.
import type { AggregationUnit } from './shared.ts'
import type { ReferenceLocation } from './unions.ts'
import type { UniqueLocations } from './unique-locations.ts'

/**
 * How many subscribers were seen at their reference location and nowhere else, by that place. Who was not
 * seen does not count.
 */
export interface UnmovingAtReferenceLocationCounts<Unit extends AggregationUnit = AggregationUnit> {
  readonly query_kind: 'unmoving_at_reference_location_counts'
  readonly locations: UniqueLocations<Unit>
  readonly reference_locations: ReferenceLocation<Unit>
}

/**
 * How many subscribers were seen at their reference location and nowhere else, by that place. Who was not
 * seen does not count.
 *
 * @example
 * ```ts
 * import { connect, dailyLocation, uniqueLocations, unmovingAtReferenceLocationCounts } from 'flowclient'
 *
 * const client = connect({ url: 'https://flowkit.example.org', token: 'eyJ…' })
 * const query = unmovingAtReferenceLocationCounts({
 *   locations: uniqueLocations({ start_date: '2016-01-01', end_date: '2016-01-08', aggregation_unit: 'admin3' }),
 *   reference_locations: dailyLocation({ date: '2016-01-01', method: 'last', aggregation_unit: 'admin3' }),
 * })
 * const handle = await client.run(query)
 * for await (const row of handle.rows()) console.log(row)
 * ```
 */
export function unmovingAtReferenceLocationCounts<Unit extends AggregationUnit>(
  parameters: Omit<UnmovingAtReferenceLocationCounts<Unit>, 'query_kind' | 'reference_locations'> &
    Pick<UnmovingAtReferenceLocationCounts<NoInfer<Unit>>, 'reference_locations'>,
): UnmovingAtReferenceLocationCounts<Unit> {
  return { query_kind: 'unmoving_at_reference_location_counts', ...parameters }
}
