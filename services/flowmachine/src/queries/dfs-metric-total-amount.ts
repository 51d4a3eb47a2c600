import { addDays, dfsMetricTotalAmount as contract, daysBetween } from '@flowkit/contract'
import { transferItems, transfers } from '../source/mobile-money.ts'
import { sql } from '../sql.ts'
import { defineKind } from './definition.ts'
import { placesOf } from './places.ts'
import { unitOf } from './unit-of.ts'

/**
 * How much money went through transactions on each day in each place: `date` (the text `YYYY-MM-DD`), `pcod`, `value`, and
 * for the release how many people it is of, and the share of who moved most.
 *
 * Most people have one transaction in a place and day, so that there are nearly as many sums of single people as
 * transactions. They are sorted, so that one exact sum is held at a time: a hash table of all sums is slower.
 */
export const dfsMetricTotalAmount = defineKind({
  contract,
  parts: spec => [placesOf(unitOf(contract, spec))],
  reads: spec => transferItems(unitOf(contract, spec)),
  render: (spec, context) => {
    const unit = unitOf(contract, spec)
    const places = context.part(placesOf(unit))
    const need = { start: spec.start_date, end: spec.end_date, amount: spec.metric }
    return sql`
      SELECT date::text AS date, pcod, value, subscribers, greatest_share
      FROM (
        SELECT place, date, sum(amount) AS value, count(*) AS subscribers,
          coalesce(max(abs(amount)) / nullif(sum(abs(amount)), 0), 0) AS greatest_share
        FROM (
          SELECT place, date, person, sum(amount) AS amount
          FROM (
            ${transfers(need, unit, places)}
            ORDER BY place, date, person
          ) AS transfers
          GROUP BY place, date, person
        ) AS by_person
        GROUP BY place, date
      ) AS summed
      JOIN ${places} AS places USING (place)
      ORDER BY date, place`
  },
  release: {
    rule: { rule: 'contributions', subscribers: 'subscribers', greatestShare: 'greatest_share' },
    shape: 'places',
    columns: () => ['date', 'pcod', 'value'],
    gridSize: (spec, places) => places * daysBetween(spec.start_date, addDays(spec.end_date, 1)).length,
  },
})
