import { totalNetworkObjects as contract, pickSpatialUnit, type SpecOf } from '@flowkit/contract'
import { placeColumns } from '../source/places.ts'
import { sql } from '../sql.ts'
import { numberOfPeriods } from './buckets.ts'
import { byPlace } from './by-place.ts'
import { defineKind } from './definition.ts'
import { needOf } from './need.ts'
import { cellPlacesOf, placesOf } from './places.ts'

/**
 * The number of different cells at each place that had an event, by period: the place columns, `value`, `datetime` (the
 * local timestamp at which the period begins), and for the release `subscribers`, how many people had these events.
 *
 * Cells and subscribers are told apart one after the other, from the same events: that is done in parallel, and
 * `count(DISTINCT …)` is not.
 */
export const totalNetworkObjects = defineKind({
  contract,
  parts: spec => [cellPlacesOf(spec), placesOf(spec)],
  render: (spec, context) => {
    const need = { ...needOf(spec, context), period: spec.total_by }
    const unit = pickSpatialUnit(spec)
    return byPlace(
      spec,
      context,
      sql`
        SELECT place, datetime, cells.number AS value, subscribers.number AS subscribers
        FROM (
          ${context.cellsSeen(need, 'cell', unit)}
        ) AS cells
        JOIN (
          ${context.cellsSeen(need, 'subscriber', unit)}
        ) AS subscribers USING (place, datetime)`,
      ['value', 'datetime', 'subscribers'],
    )
  },
  release: {
    rule: { rule: 'count of something else', subscribers: 'subscribers' },
    shape: 'places',
    columns: spec => [...placeColumns(spec), 'value', 'datetime'],
    gridSize: (spec, places) => places * numberOfPeriods(spec.total_by, periodOf(spec)),
  },
})

/** The period and the hours of a query, as the calendar needs them. */
export function periodOf({ start_date, end_date, hours }: SpecOf<typeof contract>) {
  return { start: start_date, end: end_date, hours }
}
