import { topupBalance as contract, type SpecOf } from '@flowkit/contract'
import { type Sql, sql } from '../sql.ts'
import { defineKind } from './definition.ts'
import { needOf } from './need.ts'
import { oneNumberEach } from './statistics.ts'

type Balance = SpecOf<typeof contract>

/**
 * A statistic of the balance that a subscriber had, as their top-ups tell it: `subscriber`, `value` in the country's
 * currency. Top-ups of which one of the two balances is not known are left out.
 *
 * Counts and extremes are over top-ups. All else is over the balances that were held, weighted by seconds: the median is
 * the least balance that half of the time was not above, the mode the least of those held longest. Sums are exact, so
 * that a variance does not suffer from being the difference of two of them.
 */
export const topupBalance = defineKind({
  contract,
  perSubscriber: true,
  computedBy: 'large slices',
  render: (spec, context) => {
    const need = { ...needOf({ ...spec, event_types: ['topups'] }, context), direction: 'both' } as const
    const topups = sql`
      SELECT subscriber, moment, pre_event_balance AS found, post_event_balance AS left_behind
      FROM (
        ${context.details(need, 'topups')}
      ) AS topups
      WHERE pre_event_balance IS NOT NULL AND post_event_balance IS NOT NULL`
    switch (spec.statistic) {
      case 'count':
        return oneNumberEach(sql`count(*)`, topups)
      case 'max':
        return oneNumberEach(sql`max(greatest(found, left_behind))`, topups)
      case 'min':
        return oneNumberEach(sql`min(least(found, left_behind))`, topups)
      case 'median':
        return oneNumberEach(sql`min(balance) FILTER (WHERE so_far * 2 >= total)`, cumulated(spec, topups))
      case 'mode':
        return oneNumberEach(sql`-(max(ARRAY[seconds, -balance]))[2]`, byBalance(spec, topups))
      default:
        return oneNumberEach(WEIGHTED[spec.statistic], held(spec, topups))
    }
  },
})

const VARIANCE = sql`
  CASE WHEN sum(seconds) > 1 THEN
    greatest(sum(seconds * balance * balance) - sum(seconds * balance) * sum(seconds * balance) / sum(seconds), 0) / (sum(seconds) - 1)
  END`

const WEIGHTED = {
  avg: sql`sum(seconds * balance) / sum(seconds)`,
  stddev: sql`sqrt(${VARIANCE})`,
  sum: sql`sum(seconds * balance)`,
  variance: VARIANCE,
} as const

/** What subscribers held and for how long: `subscriber`, `balance`, `seconds`. */
function held({ start_date, end_date }: Balance, topups: Sql): Sql {
  return sql`
    SELECT subscriber, held.balance, held.seconds
    FROM (
      SELECT subscriber, moment, left_behind,
        (lag(left_behind, 1, found) OVER in_order + found) / 2 AS balance_before,
        moment - lag(moment, 1, ${start_date}::timestamptz) OVER in_order AS time_before,
        lead(moment) OVER in_order IS NULL AS is_last
      FROM (
        ${topups}
      ) AS topups
      WINDOW in_order AS (PARTITION BY subscriber ORDER BY moment, found, left_behind)
    ) AS topups
    CROSS JOIN LATERAL (
      VALUES
        (balance_before, extract(epoch FROM time_before)),
        (left_behind, CASE WHEN is_last THEN extract(epoch FROM ${end_date}::timestamptz - moment) END)
    ) AS held (balance, seconds)
    WHERE held.seconds > 0`
}

/** The same with a row for each balance that a subscriber held. */
function byBalance(spec: Balance, topups: Sql): Sql {
  return sql`
    SELECT subscriber, balance, sum(seconds) AS seconds
    FROM (
      ${held(spec, topups)}
    ) AS held
    GROUP BY subscriber, balance`
}

/** The balances of each subscriber: `so_far`, the seconds in which they held as much or less; `total`, all of them. */
function cumulated(spec: Balance, topups: Sql): Sql {
  return sql`
    SELECT subscriber, balance,
      sum(seconds) OVER (PARTITION BY subscriber ORDER BY balance) AS so_far,
      sum(seconds) OVER (PARTITION BY subscriber) AS total
    FROM (
      ${held(spec, topups)}
    ) AS held`
}
