import { unmovingCounts as contract } from '@flowkit/contract'
import { placeColumns } from '../source/places.ts'
import { sql } from '../sql.ts'
import { byPlace } from './by-place.ts'
import { defineKind } from './definition.ts'
import { placesOf } from './places.ts'
import { unitOf } from './unit-of.ts'
import { unmoving } from './unmoving.ts'

/** The number of subscribers who were seen at each place and nowhere else: the place columns, `value`. */
export const unmovingCounts = defineKind({
  contract,
  parts: spec => [placesOf(unitOf(contract, spec))],
  render: (spec, context) =>
    byPlace(
      unitOf(contract, spec),
      context,
      sql`
        SELECT place, count(*) AS value
        FROM (
          ${unmoving(spec.locations, context)}
        ) AS unmoving
        GROUP BY place`,
      ['value'],
    ),
  release: {
    rule: { rule: 'count of subscribers', value: 'value' },
    shape: 'places',
    columns: spec => [...placeColumns(unitOf(contract, spec)), 'value'],
    gridSize: (_spec, places) => places,
  },
})
