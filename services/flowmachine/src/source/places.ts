import { gridSizeOf, isAdministrative, type SpatialUnit } from '@flowkit/contract'
import { name, type Sql, sql, table } from '../sql.ts'
import { type DataItem, tableItem } from './data-items.ts'
import { squareAt, squares } from './grids.ts'
import { CELLS, SITES, siteItems } from './network.ts'

/**
 * The columns that name a place in results: `pcod` for areas, `lon` and `lat` (degrees) for positions, `location_id`
 * for cells, `site_id` for sites, `grid_id` for squares. The names are those of FlowKit's library.
 */
export function placeColumns({ aggregation_unit }: SpatialUnit): readonly string[] {
  if (aggregation_unit === 'lon-lat') return ['lon', 'lat']
  if (aggregation_unit === 'cell') return ['location_id']
  if (aggregation_unit === 'site') return ['site_id']
  return gridSizeOf(aggregation_unit) === null ? ['pcod'] : ['grid_id']
}

/** What places, and the cells in them, are made from. */
export function placeItems({ aggregation_unit, mapping_table, geom_table }: SpatialUnit): DataItem[] {
  const tables = [mapping_table, geom_table].flatMap(each => (each === null ? [] : [tableItem(each)]))
  return [
    ...(isAdministrative(aggregation_unit) ? (['boundaries'] as const) : []),
    'cells',
    ...(aggregation_unit === 'site' ? siteItems : []),
    ...tables,
  ]
}

/**
 * All places of a unit, whether or not a cell stands there: `place` (1, 2, … in the order of the place columns, the
 * same in every locale), `gid`, the place columns and `geom`. With a mapping table these are the places that it names.
 */
export function allPlaces(unit: SpatialUnit): Sql {
  const columns = placeColumns(unit).map(column => name(column))
  const order = unit.aggregation_unit === 'lon-lat' ? sql`${columns}` : sql`${columns} COLLATE "C"`
  return sql`
    SELECT row_number() OVER (ORDER BY ${order})::integer AS place, *
    FROM (
      ${unnumberedPlaces(unit)}
    ) AS places`
}

/**
 * The places of each version of each cell: `cell`, `place`, `first_day` and `last_day` of service (both inclusive). A
 * cell in no place is left out; a cell in two overlapping areas has a row for each. Where the service of two versions
 * overlaps, the newer one holds, so that no event counts twice.
 *
 * @param places The unit's places, as {@link allPlaces} makes them.
 */
export function cellPlaces(unit: SpatialUnit, places: Sql): Sql {
  return sql`
    SELECT DISTINCT cells.cell, places.place, cells.first_day, cells.last_day
    FROM (
      ${CELLS_IN_SERVICE}
    ) AS cells
    ${cellsToPlaces(unit, places)}`
}

/**
 * The newest version of each thing that was in service, for every stretch of days on which that is the same one.
 *
 * @param versions All versions, with `version`, `first_day` and `last_day`.
 * @param key The column that they share.
 * @param columns What is wanted of a version.
 */
export function inService(versions: Sql, key: string, columns: readonly string[]): Sql {
  const id = name(key)
  return sql`
    WITH versions AS (
      ${versions}
    ), stretches AS (
      SELECT ${id}, day AS first_day, coalesce(lead(day) OVER (PARTITION BY ${id} ORDER BY day) - 1, 'infinity') AS last_day
      FROM (
        SELECT ${id}, first_day AS day FROM versions
        UNION
        SELECT ${id}, last_day + 1 FROM versions WHERE last_day < 'infinity'
      ) AS changes
    )
    SELECT DISTINCT ON (${id}, stretches.first_day) ${columns.map(column => name(column))}, stretches.first_day, stretches.last_day
    FROM stretches
    JOIN versions USING (${id})
    WHERE stretches.first_day BETWEEN versions.first_day AND versions.last_day
    ORDER BY ${id}, stretches.first_day, version DESC`
}

/** The versions of cells in service: `cell`, `id`, `site_id`, `geom_point`, `first_day`, `last_day`. */
export const CELLS_IN_SERVICE = inService(
  sql`
    SELECT numbered.cell, id, version, site_id, geom_point,
      coalesce(date_of_first_service, '-infinity') AS first_day,
      coalesce(date_of_last_service, 'infinity') AS last_day
    FROM infrastructure.cells
    JOIN derived.cells AS numbered ON numbered.location_id = id`,
  'cell',
  ['cell', 'id', 'site_id', 'geom_point'],
)

function unnumberedPlaces(unit: SpatialUnit): Sql {
  const size = gridSizeOf(unit.aggregation_unit)
  if (size !== null) return squares(size)
  if (unit.aggregation_unit === 'cell') return CELLS
  if (unit.aggregation_unit === 'site') return SITES
  if (unit.aggregation_unit !== 'lon-lat') {
    const pcod = name(`${unit.aggregation_unit}pcod`)
    const regions = name('geography', unit.aggregation_unit)
    return unit.mapping_table === null
      ? sql`SELECT gid, ${pcod}::text AS pcod, geom FROM ${regions}`
      : sql`
          SELECT min(gid) AS gid, ${pcod}::text AS pcod, ST_Union(regions.geom) AS geom
          FROM (SELECT DISTINCT ${pcod} FROM ${table(unit.mapping_table)} WHERE ${pcod} IS NOT NULL) AS mapping
          LEFT JOIN ${regions} AS regions USING (${pcod})
          GROUP BY ${pcod}`
  }
  return sql`
    SELECT row_number() OVER (ORDER BY lon, lat) AS gid, lon, lat, ST_SetSRID(ST_Point(lon, lat), 4326) AS geom
    FROM (
      SELECT DISTINCT ST_X(points.geom_point) AS lon, ST_Y(points.geom_point) AS lat
      FROM infrastructure.cells AS cells
      ${pointsOfCells(unit)}
      WHERE points.geom_point IS NOT NULL
    ) AS points`
}

/** Joins `cells`, versions of which have an `id`, a `site_id` and a `geom_point`, with the `places` that they are in. */
export function cellsToPlaces(unit: SpatialUnit, places: Sql): Sql {
  const size = gridSizeOf(unit.aggregation_unit)
  if (size !== null)
    return sql`
      ${squareAt(size, sql`cells.geom_point`)}
      JOIN ${places} AS places USING (grid_id)`
  if (unit.aggregation_unit === 'cell') return sql`JOIN ${places} AS places ON places.location_id = cells.id`
  if (unit.aggregation_unit === 'site') return sql`JOIN ${places} AS places ON places.site_id = cells.site_id`
  if (unit.aggregation_unit === 'lon-lat')
    return sql`
      ${pointsOfCells(unit)}
      JOIN ${places} AS places ON places.lon = ST_X(points.geom_point) AND places.lat = ST_Y(points.geom_point)`
  const pcod = name(`${unit.aggregation_unit}pcod`)
  // The areas themselves have an index, without which every cell is tried against every area.
  return unit.mapping_table === null
    ? sql`
        JOIN ${name('geography', unit.aggregation_unit)} AS regions ON ST_Within(cells.geom_point, regions.geom)
        JOIN ${places} AS places USING (gid)`
    : sql`
        JOIN ${table(unit.mapping_table)} AS mapping ON mapping.id = cells.id
        JOIN ${places} AS places ON places.pcod = mapping.${pcod}::text`
}

/** The positions that are reported for cells: their own, or those of a table that a mapping leads to. */
function pointsOfCells({ mapping_table, geom_table, geom_table_join_column }: SpatialUnit): Sql {
  if (mapping_table === null || geom_table === null || geom_table_join_column === null)
    return sql`CROSS JOIN LATERAL (SELECT cells.geom_point) AS points`
  const column = name(geom_table_join_column)
  return sql`
    JOIN ${table(mapping_table)} AS mapping ON mapping.id = cells.id
    JOIN ${table(geom_table)} AS points ON points.${column} = mapping.${column}`
}
