import { modalLocation as contract } from '@flowkit/contract'
import { placeColumns, placeOrder } from '../source/places.ts'
import { join, name, sql } from '../sql.ts'
import { defineKind } from './definition.ts'

/**
 * The place where a subscriber was on most of the days: `subscriber`, then the place columns. Of several such
 * places the one of the latest day, and then the one that comes first in the order of its id.
 */
export const modalLocation = defineKind({
  contract,
  render: (spec, context) => {
    const unit = contract.unit(spec)
    if (unit === null) throw new Error('A modal location without days has passed validation')
    const place = placeColumns(unit).map(column => name(column))
    const days = spec.locations.map(
      day => sql`SELECT subscriber, ${place}, ${day.date}::timestamp AS day FROM ${context.part(day)}`,
    )
    return sql`
      SELECT DISTINCT ON (subscriber) subscriber, ${place}
      FROM (
        SELECT subscriber, ${place}, count(*) AS days, max(day) AS latest
        FROM (
          ${join(days, '\nUNION ALL\n')}
        ) AS daily
        GROUP BY subscriber, ${place}
      ) AS visited
      ORDER BY subscriber, days DESC, latest DESC, ${placeOrder(unit)}`
  },
})
