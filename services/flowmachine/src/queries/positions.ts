/** The positions of cells, between which distances are. */
export const POSITIONS = {
  aggregation_unit: 'lon-lat',
  mapping_table: null,
  geom_table: null,
  geom_table_join_column: null,
} as const
