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

/** The places that pairs are of: first and then. They may be of different units. */
export type PairOfUnits = readonly [from: SpatialUnit, to: SpatialUnit]

/** The columns of {@link byPairOfPlaces} that name the places. */
export function pairColumns([from, to]: PairOfUnits): readonly string[] {
  return [
    ...placeColumns(from).map(column => `${column}_from`),
    ...placeColumns(to).map(column => `${column}_to`),
  ]
}

/**
 * Rows about pairs of places: the place columns with `_from`, those with `_to`, then the others.
 *
 * @param rows A query with the columns `origin` and `destination`, which are places, and the others.
 */
export function byPairOfPlaces(
  [from, to]: PairOfUnits,
  context: RenderContext,
  rows: Sql,
  others: readonly string[],
): Sql {
  const ends = [
    ...placeColumns(from).map(column => sql`origins.${name(column)} AS ${name(`${column}_from`)}`),
    ...placeColumns(to).map(column => sql`destinations.${name(column)} AS ${name(`${column}_to`)}`),
  ]
  return sql`
    SELECT ${ends}, ${others.map(column => name(column))}
    FROM (
      ${rows}
    ) AS pairs
    LEFT JOIN ${context.part(placesOf(from))} AS origins ON origins.place = origin
    LEFT JOIN ${context.part(placesOf(to))} AS destinations ON destinations.place = destination
    ORDER BY origin, destination`
}
