import { tripsOdMatrix as contract } from '@flowkit/contract'
import { sql } from '../sql.ts'
import { byPairOfPlaces, pairColumns } from './by-place.ts'
import { defineKind } from './definition.ts'
import { placesOf } from './places.ts'
import { visitSpansOf } from './visit-spans.ts'

/**
 * The number of subscribers who were first seen at one place before they were last seen at another: the place columns
 * with `_from`, those with `_to`, `value`.
 */
export const tripsOdMatrix = defineKind({
  contract,
  parts: spec => [placesOf(spec), visitSpansOf(spec)],
  render: (spec, context) => {
    const spans = context.part(visitSpansOf(spec))
    return byPairOfPlaces(
      [spec, spec],
      context,
      sql`
        SELECT earlier.place AS origin, later.place AS destination, count(*) AS value
        FROM ${spans} AS earlier
        JOIN ${spans} AS later USING (subscriber)
        WHERE earlier.place <> later.place AND earlier.first_at < later.last_at
        GROUP BY origin, destination`,
      ['value'],
    )
  },
  release: {
    rule: { rule: 'count of subscribers', value: 'value' },
    shape: 'flows',
    columns: spec => [...pairColumns([spec, spec]), 'value'],
    gridSize: (_spec, places) => places * (places - 1),
  },
})
