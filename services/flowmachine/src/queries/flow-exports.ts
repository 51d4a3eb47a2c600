import { definitionOf } from '@flowkit/contract'
import { placeColumns } from '../source/places.ts'
import { join, name, type Sql, sql } from '../sql.ts'
import { releaseOf } from './index.ts'
import type { Query } from './query.ts'

/** Whether a query's result can be drawn as lines between places. */
export function hasFlows({ spec }: Query): boolean {
  return releaseOf(spec).shape === 'flows'
}

/**
 * The SQL that reads released flows with the positions of their ends, as programs for maps take them: `origin`,
 * `dest`, `count` and the longitude and latitude of both. A flow that has no place at one end has no line.
 *
 * @param places The released table of the unit's geography.
 */
export function arcsSql(query: Query, released: Sql, places: Sql): Sql {
  return sql`
    SELECT ${key(query, 'origins')} AS origin,
      ${key(query, 'destinations')} AS dest,
      flows.value AS count,
      ${position('origins', 0)} AS origin_lon,
      ${position('origins', 1)} AS origin_lat,
      ${position('destinations', 0)} AS dest_lon,
      ${position('destinations', 1)} AS dest_lat
    FROM ${released} AS flows
    JOIN ${places} AS origins ON ${isAt(query, 'origins', '_from')}
    JOIN ${places} AS destinations ON ${isAt(query, 'destinations', '_to')}`
}

/**
 * The SQL that reads released flows as flowmap.gl takes them, in rows of a list's name and an item: first the
 * `locations` that flows begin or end at, then the `flows`.
 *
 * @param places The released table of the unit's geography.
 */
export function flowmapSql(query: Query, released: Sql, places: Sql): Sql {
  return sql`
    WITH arcs AS (
      ${arcsSql(query, released, places)}
    )
    SELECT list, item
    FROM (
      SELECT DISTINCT 1 AS position, 'locations' AS list, jsonb_build_object('id', id, 'lat', lat, 'lon', lon) AS item
      FROM arcs
      CROSS JOIN LATERAL (
        VALUES (origin, origin_lat, origin_lon), (dest, dest_lat, dest_lon)
      ) AS ends (id, lat, lon)
      UNION ALL
      SELECT 2, 'flows', jsonb_build_object('origin', origin, 'dest', dest, 'count', count)
      FROM arcs
    ) AS items
    ORDER BY position`
}

/** A place as one text: its id, or `lon,lat`. */
function key(query: Query, places: string): Sql {
  return sql`concat_ws(',', ${columnsOf(query).map(column => sql`${name(places, column)}::text`)})`
}

function isAt(query: Query, places: string, end: '_from' | '_to'): Sql {
  const conditions = columnsOf(query).map(
    column => sql`${name(places, column)} = flows.${name(`${column}${end}`)}`,
  )
  return join(conditions, ' AND ')
}

/** A coordinate of the middle of a place, in degrees. */
function position(places: string, coordinate: 0 | 1): Sql {
  return sql`(${name(places, 'centroid')} -> 'coordinates' ->> ${coordinate})::float8`
}

function columnsOf({ spec }: Query): readonly string[] {
  const unit = definitionOf(spec).unit(spec)
  if (unit === null) throw new Error(`Results of kind ${spec.query_kind} have no places`)
  return placeColumns(unit)
}
