import { modalLocation as contract } from '@flowkit/contract'
import { join, sql } from '../sql.ts'
import { defineKind } from './definition.ts'
import { placeOfGreatest } from './first-place.ts'

/**
 * The place where a subscriber was on most of the days: `subscriber`, `place`. Of several such places the one of the
 * latest day, and then the one that comes first in the order of its id.
 */
export const modalLocation = defineKind({
  contract,
  computedBy: 'large slices',
  render: ({ locations }, context) => {
    const dates = [...new Set(locations.map(({ date }) => date))].sort()
    const days = locations.map(
      day => sql`SELECT subscriber, place, ${dates.indexOf(day.date)} AS day FROM ${context.part(day)}`,
    )
    return sql`
      SELECT subscriber, ${placeOfGreatest(sql`(days << 16) | latest`)}
      FROM (
        SELECT subscriber, place, count(*) AS days, max(day) AS latest
        FROM (
          ${join(days, '\nUNION ALL\n')}
        ) AS daily
        GROUP BY subscriber, place
      ) AS visited
      GROUP BY subscriber`
  },
})
