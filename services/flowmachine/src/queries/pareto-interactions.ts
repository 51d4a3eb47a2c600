import { paretoInteractions as contract } from '@flowkit/contract'
import { sql } from '../sql.ts'
import { defineKind } from './definition.ts'
import { needOf } from './need.ts'

/**
 * The share of a subscriber's contacts that is enough for the given share of their interactions: `subscriber`, `value`
 * (0 to 1). Contacts with whom there are most interactions come first; how many of equally frequent ones are needed does
 * not depend on their order.
 */
export const paretoInteractions = defineKind({
  contract,
  perSubscriber: true,
  computedBy: 'large slices',
  render: (spec, context) => sql`
    SELECT subscriber, count(*) FILTER (WHERE with_those_before - events < enough)::double precision / count(*) AS value
    FROM (
      SELECT subscriber, events,
        sum(events) OVER (PARTITION BY subscriber ORDER BY events DESC ROWS UNBOUNDED PRECEDING) AS with_those_before,
        ceil(${spec.proportion} * sum(events) OVER (PARTITION BY subscriber)) AS enough
      FROM (
        ${context.details({ ...needOf(spec, context), direction: 'both' }, 'contacts')}
      ) AS contacts
    ) AS contacts
    GROUP BY subscriber`,
})
