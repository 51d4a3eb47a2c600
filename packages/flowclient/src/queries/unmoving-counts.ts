// Made from the contract by `pnpm --filter flowclient builders`: what is changed here is lost. Texts come from the
// schemas in packages/contract/src/queries and from src/generator/remarks.ts.
import type { AggregationUnit } from './shared.ts'
import type { UniqueLocations } from './unique-locations.ts'

/** How many subscribers were seen in one place only in the whole period, by that place. */
export interface UnmovingCounts<Unit extends AggregationUnit = AggregationUnit> {
  readonly query_kind: 'unmoving_counts'
  readonly locations: UniqueLocations<Unit>
}

/**
 * How many subscribers were seen in one place only in the whole period, by that place.
 *
 * @example
 * ```ts
 * import { connect, uniqueLocations, unmovingCounts } from 'flowclient'
 *
 * const client = connect({ url: 'https://flowkit.example.org', token: 'eyJ…' })
 * const query = unmovingCounts({
 *   locations: uniqueLocations({ start_date: '2016-01-01', end_date: '2016-01-08', aggregation_unit: 'admin3' }),
 * })
 * const handle = await client.run(query)
 * for await (const row of handle.rows()) console.log(row)
 * ```
 */
export function unmovingCounts<Unit extends AggregationUnit>(
  parameters: Omit<UnmovingCounts<Unit>, 'query_kind'>,
): UnmovingCounts<Unit> {
  return { query_kind: 'unmoving_counts', ...parameters }
}
