import { consecutiveTripsOdMatrix as contract } from '@flowkit/contract'
import { sql } from '../sql.ts'
import { byPairOfPlaces, pairColumns } from './by-place.ts'
import { defineKind } from './definition.ts'
import { placesOf } from './places.ts'
import { stepsOf } from './steps.ts'

/**
 * The number of subscribers with an event at one place and their next one at another, or the same: the place columns with
 * `_from`, those with `_to`, `value`. What comes next is told where steps are.
 */
export const consecutiveTripsOdMatrix = defineKind({
  contract,
  parts: spec => [placesOf(spec), stepsOf(spec)],
  render: (spec, context) =>
    byPairOfPlaces(
      [spec, spec],
      context,
      sql`
        SELECT origin, destination, count(*) AS value
        FROM ${context.part(stepsOf(spec))}
        GROUP BY origin, destination`,
      ['value'],
    ),
  release: {
    rule: { rule: 'count of subscribers', value: 'value' },
    shape: 'flows',
    columns: spec => [...pairColumns([spec, spec]), 'value'],
    gridSize: (_spec, places) => places ** 2,
  },
})
