import type { SpatialUnit } from '@flowkit/contract'
import { cellsToPlaces } from '../source/places.ts'
import { type Sql, sql } from '../sql.ts'

/**
 * In which places the clusters of a label are, by subscriber: `subscriber`, `place` (null outside of all places), `there`
 * and `clusters`, the number of the subscriber's clusters there and in all. A cluster in two overlapping areas is in both.
 * Most clusters are of one site, so that few positions are looked up for many.
 *
 * @param clusters Labelled clusters: `subscriber`, `label`, `geom_point`.
 * @param places The unit's places.
 */
export function sharesOf(clusters: Sql, label: string, unit: SpatialUnit, places: Sql): Sql {
  return sql`
    SELECT subscriber, place, count(*) AS there, clusters
    FROM (
      SELECT subscriber, geom_point, count(*) OVER (PARTITION BY subscriber) AS clusters
      FROM ${clusters}
      WHERE label = ${label}
    ) AS labelled
    LEFT JOIN (
      SELECT cells.geom_point, place
      FROM (SELECT DISTINCT geom_point FROM ${clusters} WHERE label = ${label}) AS cells
      ${cellsToPlaces(unit, places)}
    ) AS located USING (geom_point)
    GROUP BY subscriber, place, clusters`
}

/**
 * The pairs of places in which subscribers have clusters, one and the other: `origin`, `destination`, `value`, the sum of
 * the products of their shares, and `subscribers`. The sum of numerics is exact, whatever their order.
 */
export function pairsOfShares(one: Sql, other: Sql): Sql {
  return sql`
    SELECT one.place AS origin, other.place AS destination,
      sum((one.there * other.there)::numeric / (one.clusters * other.clusters))::double precision AS value,
      count(*) AS subscribers
    FROM (
      ${one}
    ) AS one
    JOIN (
      ${other}
    ) AS other USING (subscriber)
    GROUP BY origin, destination`
}
