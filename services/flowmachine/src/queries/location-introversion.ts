import { locationIntroversion as contract, type Direction, pickSpatialUnit } from '@flowkit/contract'
import { placeColumns } from '../source/places.ts'
import { type Sql, sql } from '../sql.ts'
import { byPlace } from './by-place.ts'
import { defineKind } from './definition.ts'
import { needOf } from './need.ts'
import { cellPlacesOf, placesOf } from './places.ts'

/** The sides of an interaction at whose place it counts, each with the other one. */
const COUNTED_SIDES: Readonly<Record<Direction, Sql>> = {
  out: sql`(caller.subscriber, caller.places, callee.subscriber, callee.places)`,
  in: sql`(callee.subscriber, callee.places, caller.subscriber, caller.places)`,
  both: sql`
    (caller.subscriber, caller.places, callee.subscriber, callee.places),
    (callee.subscriber, callee.places, caller.subscriber, caller.places)`,
}

/**
 * How many people are on each side of the interactions that stayed at a place, and of those that left it. Where there are
 * none of either there are no people to tell of, and the number is null.
 */
const BEHIND: readonly Sql[] = [sql`stayed > 0`, sql`stayed < interactions`].flatMap(which => [
  sql`nullif(count(subscriber) FILTER (WHERE ${which}), 0)`,
  sql`nullif(count(other) FILTER (WHERE ${which}), 0)`,
])

/**
 * The share of each place's interactions whose other side was in that place: the place columns, `value` (0 to 1), and
 * for the release `subscribers`, how many people are on that side of those that stayed, or of the others, where there are
 * fewest. The share tells where the others were as much as what people here did: sixteen callers of one person would tell
 * where that one is. And it tells of both kinds of interactions whether there were any: one in a hundred is somebody.
 *
 * Every interaction is in two groups: that of its side here, and that of its other side. Where one of them is told, the
 * other one is null.
 *
 * A side whose cell is in two places counts in both; it is in the place of the other side if either is that place.
 */
export const locationIntroversion = defineKind({
  contract,
  joinsByHashes: true,
  parts: spec => [cellPlacesOf(spec), placesOf(spec)],
  render: (spec, context) => {
    const need = needOf(spec, context)
    const unit = pickSpatialUnit(spec)
    return byPlace(
      unit,
      context,
      sql`
        SELECT place,
          sum(stayed)::double precision / sum(interactions) AS value,
          least(${BEHIND}) AS subscribers
        FROM (
          SELECT place, counted.subscriber, other, count(*) AS interactions,
            count(*) FILTER (WHERE place = ANY (other_places)) AS stayed
          FROM (
            ${context.sides({ ...need, direction: 'out' }, unit)}
          ) AS caller
          JOIN (
            ${context.sides({ ...need, direction: 'in' }, unit)}
          ) AS callee USING (event_type, id)
          CROSS JOIN LATERAL (
            VALUES ${COUNTED_SIDES[spec.direction]}
          ) AS counted (subscriber, places, other, other_places)
          CROSS JOIN unnest(counted.places) AS place
          GROUP BY GROUPING SETS ((place, counted.subscriber), (place, other))
        ) AS people
        GROUP BY place`,
      ['value', 'subscribers'],
    )
  },
  release: {
    rule: { rule: 'count of something else', subscribers: 'subscribers' },
    shape: 'places',
    columns: spec => [...placeColumns(spec), 'value'],
    gridSize: (_spec, places) => places,
  },
})
