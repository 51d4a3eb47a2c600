// Made from the contract by `pnpm --filter flowclient builders`: what is changed here is lost. Texts come from the
// schemas in packages/contract/src/queries and from src/generator/remarks.ts.
import type { AggregationUnit } from './shared.ts'

/** The places themselves: their ids and their shapes. */
export interface Geography<Unit extends AggregationUnit = AggregationUnit> {
  readonly query_kind: 'geography'
  /** The places that the answer is about. */
  readonly aggregation_unit: Unit
  /** A table that says which area each cell belongs to, instead of the area that it stands in. */
  readonly mapping_table?: string | null | undefined
  /** With lon-lat: the table that holds the positions to report. */
  readonly geom_table?: string | null | undefined
  /** With lon-lat: the column that mapping_table and geom_table share. */
  readonly geom_table_join_column?: string | null | undefined
}

/**
 * The places themselves: their ids and their shapes. As a query it is the way to the places of a mapping
 * table; without one, {@link Client.geography} is shorter.
 *
 * @example The districts by which the health ministry reckons, where the administrator has made such a table
 * ```ts
 * import { connect, geography } from 'flowclient'
 *
 * const client = connect({ url: 'https://flowkit.example.org', token: 'eyJ…' })
 * const handle = await client.run(
 *   geography({ aggregation_unit: 'admin3', mapping_table: 'geography.health_districts' }),
 * )
 * const { features } = await handle.geojson()
 * console.log(features.length)
 * ```
 */
export function geography<Unit extends AggregationUnit>(
  parameters: Omit<Geography<Unit>, 'query_kind'>,
): Geography<Unit> {
  return { query_kind: 'geography', ...parameters }
}
