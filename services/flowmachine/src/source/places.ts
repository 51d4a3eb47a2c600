import type { SpatialUnit } from '@flowkit/contract'
import { name, type Sql, sql, table } from '../sql.ts'
import { type DataItem, tableItem } from './data-items.ts'

/** The columns that name a place in results: `pcod` for areas, `lon` and `lat` (degrees) for positions. */
export function placeColumns({ aggregation_unit }: SpatialUnit): readonly string[] {
  return aggregation_unit === 'lon-lat' ? ['lon', 'lat'] : ['pcod']
}

/** An order over places that is the same in every database, whatever its locale. */
export function placeOrder(unit: SpatialUnit): Sql[] {
  return placeColumns(unit).map(column => (column === 'pcod' ? sql`pcod COLLATE "C"` : name(column)))
}

/** What the mapping from cells to places is made from. */
export function placeItems({ aggregation_unit, mapping_table, geom_table }: SpatialUnit): DataItem[] {
  const tables = [mapping_table, geom_table].flatMap(each => (each === null ? [] : [tableItem(each)]))
  return [...(aggregation_unit === 'lon-lat' ? [] : (['boundaries'] as const)), 'cells', ...tables]
}

/**
 * The places of each version of each cell: `location_id`, `date_of_first_service`, `date_of_last_service` (both
 * inclusive, null for unbounded) and the unit's place columns. A cell in no place is left out; a cell in two
 * overlapping areas has a row for each.
 */
export function cellPlaces(unit: SpatialUnit): Sql {
  const service = sql`cells.id AS location_id, cells.date_of_first_service, cells.date_of_last_service`
  if (unit.aggregation_unit !== 'lon-lat') {
    const pcod = name(`${unit.aggregation_unit}pcod`)
    return unit.mapping_table === null
      ? sql`
          SELECT ${service}, regions.${pcod} AS pcod
          FROM infrastructure.cells
          JOIN geography.${name(unit.aggregation_unit)} AS regions ON ST_Within(cells.geom_point, regions.geom)`
      : sql`
          SELECT DISTINCT ${service}, mapping.${pcod}::text AS pcod
          FROM infrastructure.cells
          JOIN ${table(unit.mapping_table)} AS mapping USING (id)
          WHERE mapping.${pcod} IS NOT NULL`
  }
  return unit.mapping_table === null || unit.geom_table === null || unit.geom_table_join_column === null
    ? sql`
        SELECT ${service}, ST_X(cells.geom_point) AS lon, ST_Y(cells.geom_point) AS lat
        FROM infrastructure.cells
        WHERE cells.geom_point IS NOT NULL`
    : sql`
        SELECT DISTINCT ${service}, ST_X(points.geom_point) AS lon, ST_Y(points.geom_point) AS lat
        FROM infrastructure.cells
        JOIN ${table(unit.mapping_table)} AS mapping USING (id)
        JOIN ${table(unit.geom_table)} AS points
          ON points.${name(unit.geom_table_join_column)} = mapping.${name(unit.geom_table_join_column)}
        WHERE points.geom_point IS NOT NULL`
}

/**
 * All places of a unit, whether or not a cell stands there: `gid`, the place columns and `geom`. With a mapping
 * table these are the places that it names.
 */
export function allPlaces(unit: SpatialUnit): Sql {
  if (unit.aggregation_unit !== 'lon-lat') {
    const pcod = name(`${unit.aggregation_unit}pcod`)
    const regions = name('geography', unit.aggregation_unit)
    return unit.mapping_table === null
      ? sql`SELECT gid, ${pcod} AS pcod, geom FROM ${regions}`
      : sql`
          SELECT row_number() OVER (ORDER BY pcod COLLATE "C") AS gid, pcod, geom
          FROM (
            SELECT ${pcod}::text AS pcod, ST_Union(regions.geom) AS geom
            FROM (SELECT DISTINCT ${pcod} FROM ${table(unit.mapping_table)} WHERE ${pcod} IS NOT NULL) AS mapping
            LEFT JOIN ${regions} AS regions USING (${pcod})
            GROUP BY ${pcod}
          ) AS places`
  }
  return sql`
    SELECT row_number() OVER (ORDER BY lon, lat) AS gid, lon, lat, ST_SetSRID(ST_Point(lon, lat), 4326) AS geom
    FROM (
      SELECT DISTINCT lon, lat
      FROM (
        ${cellPlaces(unit)}
      ) AS cells
    ) AS places`
}
