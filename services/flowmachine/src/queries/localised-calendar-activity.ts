import { localisedCalendarActivity as contract } from '@flowkit/contract'
import { placeColumns } from '../source/places.ts'
import { name, sql } from '../sql.ts'
import { startsOf } from './calendar-labels.ts'
import { calendarsOf } from './calendars.ts'
import { defineKind } from './definition.ts'
import { placesOf } from './places.ts'
import { unitOf } from './unit-of.ts'

/**
 * The number of a place's subscribers who were active in exactly the same periods: the place columns, `value_label`, the
 * moments at which these begin, and `value`.
 */
export const localisedCalendarActivity = defineKind({
  contract,
  parts: spec => [calendarsOf(spec), placesOf(unitOf(contract, spec))],
  render: (spec, context) => {
    const columns = placeColumns(unitOf(contract, spec)).map(column => name(column))
    return sql`
      SELECT ${columns}, ${startsOf(spec)} AS value_label, value
      FROM (
        SELECT place, periods, count(*) AS value
        FROM ${context.part(spec.reference_location)} AS located
        JOIN ${context.part(calendarsOf(spec))} AS calendars USING (subscriber)
        GROUP BY place, periods
      ) AS counted
      JOIN ${context.part(placesOf(unitOf(contract, spec)))} AS places USING (place)
      ORDER BY place, periods`
  },
  release: {
    rule: spec => ({
      rule: 'parts of wholes',
      whole: placeColumns(unitOf(contract, spec)),
      part: 'value_label',
      subscribers: 'value',
    }),
    shape: 'places',
    columns: spec => [...placeColumns(unitOf(contract, spec)), 'value_label', 'value'],
    gridSize: () => null,
  },
})
