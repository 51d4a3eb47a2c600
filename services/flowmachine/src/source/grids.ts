import { type Sql, sql } from '../sql.ts'

/**
 * What squares are drawn in: EASE-Grid 2.0 (EPSG:6933), a cylindrical projection of the whole world in metres in which
 * equal areas are equal. Its origin, where the equator meets the meridian of Greenwich, is that of all grids, so that a
 * square is the same whatever else is asked and wherever the country's cells stand. It keeps areas and not shapes: a
 * square is as wide as it is high at 30 degrees of latitude, and 1.15 by 0.87 of its size at the equator.
 *
 * M. J. Brodzik et al., EASE-Grid 2.0: Incremental but Significant Improvements for Earth-Gridded Data Sets (2012).
 */
const EASE_GRID = 6933

const WGS_84 = 4326

/**
 * The squares of a grid in which any version of a cell stands: `gid`, `grid_id`, `geom`. Of the others there is nothing
 * to tell, not even that they are empty.
 *
 * @param size The length of their sides in kilometres.
 */
export function squares(size: number): Sql {
  const metres = size * 1_000
  return sql`
    SELECT row_number() OVER (ORDER BY x, y) AS gid, grid_id,
      ST_Transform(
        ST_MakeEnvelope(x * ${metres}, y * ${metres}, (x + 1) * ${metres}, (y + 1) * ${metres}, ${EASE_GRID}),
        ${WGS_84}
      ) AS geom
    FROM (
      SELECT DISTINCT grid_id, x, y
      FROM infrastructure.cells AS cells
      ${squareAt(size, sql`cells.geom_point`)}
      WHERE cells.geom_point IS NOT NULL
    ) AS squares`
}

/**
 * Joins the square that a point is in: `x` and `y`, which number the squares from the origin to the east and to the
 * north, and `grid_id`, made of them and the size, e.g. `5kmE1627N-341`.
 */
export function squareAt(size: number, point: Sql): Sql {
  const metres = size * 1_000
  return sql`
    CROSS JOIN LATERAL (
      SELECT floor(ST_X(projected) / ${metres})::integer AS x, floor(ST_Y(projected) / ${metres})::integer AS y
      FROM ST_Transform(${point}, ${EASE_GRID}) AS projected
    ) AS square
    CROSS JOIN LATERAL (SELECT format('%skmE%sN%s', ${size}::integer, x, y) AS grid_id) AS named`
}
