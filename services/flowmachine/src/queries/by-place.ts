import type { SpatialUnit } from '@flowkit/contract'
import { placeColumns } from '../source/places.ts'
import { name, type Sql, sql } from '../sql.ts'
import type { RenderContext } from './definition.ts'
import { placesOf } from './places.ts'

/**
 * Rows about numbered places as people get them: the place columns, then the others. Rows without a place have null in
 * the place columns. The kind has {@link placesOf} as a part.
 *
 * @param rows A query with a column `place` and the others.
 */
export function byPlace(
  unit: SpatialUnit,
  context: RenderContext,
  rows: Sql,
  others: readonly string[],
): Sql {
  const columns = [...placeColumns(unit), ...others].map(column => name(column))
  return sql`
    SELECT ${columns}
    FROM (
      ${rows}
    ) AS counted
    LEFT JOIN ${context.part(placesOf(unit))} AS places USING (place)
    ORDER BY place`
}

/** The columns of {@link byPairOfPlaces} that name the places. */
export function pairColumns(unit: SpatialUnit): readonly string[] {
  const columns = placeColumns(unit)
  return [...columns.map(column => `${column}_from`), ...columns.map(column => `${column}_to`)]
}

/**
 * Rows about pairs of places: the place columns with `_from`, those with `_to`, then the others.
 *
 * @param rows A query with the columns `origin` and `destination`, which are places, and the others.
 */
export function byPairOfPlaces(
  unit: SpatialUnit,
  context: RenderContext,
  rows: Sql,
  others: readonly string[],
): Sql {
  const columns = placeColumns(unit)
  const ends = [
    ...columns.map(column => sql`origins.${name(column)} AS ${name(`${column}_from`)}`),
    ...columns.map(column => sql`destinations.${name(column)} AS ${name(`${column}_to`)}`),
  ]
  const places = context.part(placesOf(unit))
  return sql`
    SELECT ${ends}, ${others.map(column => name(column))}
    FROM (
      ${rows}
    ) AS pairs
    LEFT JOIN ${places} AS origins ON origins.place = origin
    LEFT JOIN ${places} AS destinations ON destinations.place = destination
    ORDER BY origin, destination`
}
