import { type Sql, sql } from '../sql.ts'
import type { RenderContext } from './definition.ts'
import { type FlowSpec, flowEnds } from './flow-ends.ts'

/**
 * The flows that begin, or end, at each place: `place`, `value`, their sum over the places at the other end, and
 * `subscribers`, how many people that are. The two differ where people have several places at the other end.
 */
export function sumOfFlows(spec: FlowSpec, context: RenderContext, end: 'earlier' | 'later'): Sql {
  const place = end === 'earlier' ? sql`earlier.place` : sql`later.place`
  return sql`
    SELECT place, sum(pairs)::bigint AS value, count(*) AS subscribers
    FROM (
      SELECT subscriber, ${place} AS place, count(*) AS pairs
      ${flowEnds(spec, context)}
      GROUP BY subscriber, ${place}
    ) AS by_subscriber
    GROUP BY place`
}
