import { metricAggregate as contract } from '@flowkit/contract'
import { name, sql } from '../sql.ts'
import { aggregateOf, valueIn } from './aggregate-methods.ts'
import { defineKind } from './definition.ts'

/**
 * The values of all subscribers, put together by the method: `value`, or of shares `metric`, `key`, `value`, and for the
 * release what its rule needs. Nothing where nobody has a value.
 */
export const metricAggregate = defineKind({
  contract,
  render: (spec, context) => {
    const { aggregate, columns, hidden } = aggregateOf(spec)
    // Everybody is of one group.
    return sql`
      SELECT ${[...columns, ...hidden].map(column => name(column))}
      FROM (
        ${aggregate(sql`SELECT 0 AS place, ${valueIn(spec)} AS value FROM ${context.part(spec.metric)} AS metric`)}
      ) AS aggregated
      ${columns.includes('key') ? sql`ORDER BY key` : sql``}`
  },
  release: {
    rule: spec => aggregateOf(spec).rule([]),
    shape: null,
    columns: spec => aggregateOf(spec).columns,
    gridSize: () => null,
  },
})
