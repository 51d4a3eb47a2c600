// Made from the contract by `pnpm --filter flowclient builders`: what is changed here is lost. Texts come from the
// schemas in packages/contract/src/queries and from src/generator/remarks.ts.
import type { AggregationUnit } from './shared.ts'

/** Reads no data: for trying out whether queries are run. The answer is its own parameter. */
export interface DummyQuery<Unit extends AggregationUnit = AggregationUnit> {
  readonly query_kind: 'dummy_query'
  /** The places that the answer is about. */
  readonly aggregation_unit: Unit
  /** A table that says which area each cell belongs to, instead of the area that it stands in. */
  readonly mapping_table?: string | null | undefined
  /** With lon-lat: the table that holds the positions to report. */
  readonly geom_table?: string | null | undefined
  /** With lon-lat: the column that mapping_table and geom_table share. */
  readonly geom_table_join_column?: string | null | undefined
  /** Any text, which is the answer. */
  readonly dummy_param: string
  /** How many seconds the query takes; none unless given. */
  readonly dummy_delay?: number | null | undefined
}

/**
 * Reads no data: for trying out whether queries are run. The answer is its own parameter.
 *
 * @example
 * ```ts
 * import { connect, dummyQuery } from 'flowclient'
 *
 * const client = connect({ url: 'https://flowkit.example.org', token: 'eyJ…' })
 * const query = dummyQuery({ aggregation_unit: 'admin3', dummy_param: '2016-01-01' })
 * const handle = await client.run(query)
 * for await (const row of handle.rows()) console.log(row)
 * ```
 */
export function dummyQuery<Unit extends AggregationUnit>(
  parameters: Omit<DummyQuery<Unit>, 'query_kind'>,
): DummyQuery<Unit> {
  return { query_kind: 'dummy_query', ...parameters }
}
