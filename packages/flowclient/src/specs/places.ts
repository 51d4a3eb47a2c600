/** The kinds of places that an answer can be about, from the whole country down to the positions of cells. */
export const AGGREGATION_UNITS = ['admin0', 'admin1', 'admin2', 'admin3', 'lon-lat'] as const

/**
 * The kind of places that an answer is about: `admin0` is the whole country, `admin1` to `admin3` its areas, ever
 * smaller (what they are called differs: admin3 may be districts or communes), `lon-lat` the positions of cells.
 */
export type AggregationUnit = (typeof AGGREGATION_UNITS)[number]

/** Which places a query is about. */
export interface Places<Unit extends AggregationUnit = AggregationUnit> {
  readonly aggregation_unit: Unit
  /**
   * A table that says which area each cell belongs to, such as `geography.health_districts`, where the
   * administrator has made one. Without it, a cell belongs to the area that it stands in.
   */
  readonly mapping_table?: string | null | undefined
  /** With `lon-lat` and a mapping table: the table that holds the positions to report instead of those of cells. */
  readonly geom_table?: string | null | undefined
  /** With `geom_table`: the column that it shares with the mapping table. */
  readonly geom_table_join_column?: string | null | undefined
}
