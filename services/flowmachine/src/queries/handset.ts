import { handset as contract } from '@flowkit/contract'
import { name, sql } from '../sql.ts'
import { defineKind } from './definition.ts'
import { needOf } from './need.ts'

/**
 * A property of a subscriber's handset: `subscriber`, `value`, a text that is null where the type allocation code is not
 * known. `last` is that of the latest event that tells a code, of several at one moment that of the greatest code;
 * `most-common` is the value that most events have, the unknown among them, of several the first in alphabetical order.
 */
export const handset = defineKind({
  contract,
  perSubscriber: true,
  reads: () => ['tacs'],
  render: (spec, context) => {
    const handsets = context.details({ ...needOf(spec, context), direction: 'both' }, 'handsets')
    const value = sql`tacs.${name(spec.characteristic)}`
    return spec.method === 'last'
      ? sql`
          SELECT subscriber, ${value} AS value
          FROM (
            SELECT subscriber, (max(ARRAY[extract(epoch FROM last), tac]))[2] AS tac
            FROM (
              ${handsets}
            ) AS handsets
            GROUP BY subscriber
          ) AS latest
          LEFT JOIN infrastructure.tacs AS tacs ON tacs.id = tac`
      : sql`
          SELECT DISTINCT ON (subscriber) subscriber, value
          FROM (
            SELECT subscriber, ${value} AS value, sum(events) AS events
            FROM (
              ${handsets}
            ) AS handsets
            LEFT JOIN infrastructure.tacs AS tacs ON tacs.id = tac
            GROUP BY subscriber, ${value}
          ) AS counted
          ORDER BY subscriber, events DESC, value COLLATE "C"`
  },
})
