import { definitionOf } from '@flowkit/contract'
import { placeColumns } from '../source/places.ts'
import { join, name, type Sql, sql } from '../sql.ts'
import { releaseOf } from './index.ts'
import type { Query } from './query.ts'
import { unitsOfFlows } from './unit-of.ts'

/** Whether a query's result can be drawn as lines between places. */
export function hasFlows({ spec }: Query): boolean {
  return releaseOf(spec).shape === 'flows'
}

/**
 * The SQL that reads released flows with the positions of their ends, as programs for maps take them: `origin`,
 * `dest`, `count` and the longitude and latitude of both. A flow that has no place at one end has no line.
 *
 * @param places The released table of the geography of the places first.
 * @param otherPlaces That of the places then.
 */
export function arcsSql(query: Query, released: Sql, places: Sql, otherPlaces: Sql): Sql {
  const [from, to] = columnsOf(query)
  return sql`
    SELECT ${key(from, 'origins')} AS origin,
      ${key(to, 'destinations')} AS dest,
      flows.value AS count,
      ${position('origins', 0)} AS origin_lon,
      ${position('origins', 1)} AS origin_lat,
      ${position('destinations', 0)} AS dest_lon,
      ${position('destinations', 1)} AS dest_lat
    FROM ${released} AS flows
    JOIN ${places} AS origins ON ${isAt(from, 'origins', '_from')}
    JOIN ${otherPlaces} AS destinations ON ${isAt(to, 'destinations', '_to')}`
}

/**
 * The SQL that reads released flows as flowmap.gl takes them, in rows of a list's name and an item: first the
 * `locations` that flows begin or end at, then the `flows`.
 *
 * @param places The released table of the geography of the places first.
 * @param otherPlaces That of the places then.
 */
export function flowmapSql(query: Query, released: Sql, places: Sql, otherPlaces: Sql): Sql {
  return sql`
    WITH arcs AS (
      ${arcsSql(query, released, places, otherPlaces)}
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
function key(columns: readonly string[], places: string): Sql {
  return sql`concat_ws(',', ${columns.map(column => sql`${name(places, column)}::text`)})`
}

function isAt(columns: readonly string[], places: string, end: '_from' | '_to'): Sql {
  const conditions = columns.map(column => sql`${name(places, column)} = flows.${name(`${column}${end}`)}`)
  return join(conditions, ' AND ')
}

/** A coordinate of the middle of a place, in degrees. */
function position(places: string, coordinate: 0 | 1): Sql {
  return sql`(${name(places, 'centroid')} -> 'coordinates' ->> ${coordinate})::float8`
}

/** The columns that name the places of flows: first and then. */
function columnsOf({ spec }: Query): readonly [from: readonly string[], to: readonly string[]] {
  const [from, to] = unitsOfFlows(definitionOf(spec), spec)
  return [placeColumns(from), placeColumns(to)]
}
