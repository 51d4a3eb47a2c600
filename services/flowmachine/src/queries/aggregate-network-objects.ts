import { aggregateNetworkObjects as contract } from '@flowkit/contract'
import { placeColumns } from '../source/places.ts'
import { name, sql } from '../sql.ts'
import { numberOfPeriods } from './buckets.ts'
import { defineKind } from './definition.ts'
import { statisticOf } from './statistics.ts'
import { periodOf } from './total-network-objects.ts'
import { unitOf } from './unit-of.ts'

/**
 * A statistic of the numbers of cells in the shorter periods of a longer one: the place columns, `value`, `datetime` (the
 * local timestamp at which the longer period begins), and for the release `subscribers`: how many people are behind the
 * number with fewest behind it, so that nothing is told of a number that could not be released itself.
 */
export const aggregateNetworkObjects = defineKind({
  contract,
  render: (spec, context) => {
    const columns = placeColumns(unitOf(contract, spec)).map(column => name(column))
    return sql`
      SELECT ${columns}, value, datetime, subscribers
      FROM (
        SELECT ${columns}, ${statisticOf(spec.statistic, sql`value`)}::double precision AS value,
          date_trunc(${spec.aggregate_by}, datetime) AS datetime, min(subscribers) AS subscribers
        FROM ${context.part(spec.total_network_objects)} AS totals
        GROUP BY ${columns}, date_trunc(${spec.aggregate_by}, datetime)
      ) AS aggregated
      WHERE value IS NOT NULL
      ORDER BY ${columns}, datetime`
  },
  release: {
    rule: { rule: 'count of something else', subscribers: 'subscribers' },
    shape: 'places',
    columns: spec => [...placeColumns(unitOf(contract, spec)), 'value', 'datetime'],
    gridSize: (spec, places) =>
      places * numberOfPeriods(spec.aggregate_by, periodOf(spec.total_network_objects)),
  },
})
