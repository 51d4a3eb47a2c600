import type { AggregationUnit, Places } from './places.ts'

/** The places themselves: their ids and their shapes. */
export interface Geography<Unit extends AggregationUnit = AggregationUnit> extends Places<Unit> {
  readonly query_kind: 'geography'
}

/**
 * The places themselves, their ids and their shapes, as a query: the way to those of a mapping table. For places
 * without one, {@link Client.geography} is shorter.
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
