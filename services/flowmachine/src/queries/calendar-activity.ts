import { calendarActivity as contract } from '@flowkit/contract'
import { sql } from '../sql.ts'
import { startsOf } from './calendar-labels.ts'
import { calendarsOf } from './calendars.ts'
import { defineKind } from './definition.ts'

/**
 * The number of subscribers who were active in exactly the same periods: `grp`, the moments at which these begin, and
 * `value`. How many were active at all is easily asked for, so the calendars are parts of a whole.
 */
export const calendarActivity = defineKind({
  contract,
  parts: spec => [calendarsOf(spec)],
  render: (spec, context) => sql`
    SELECT ${startsOf(spec)} AS grp, value
    FROM (
      SELECT periods, count(*) AS value
      FROM ${context.part(calendarsOf(spec))}
      GROUP BY periods
    ) AS counted
    ORDER BY periods`,
  release: {
    rule: { rule: 'parts of wholes', whole: [], part: 'grp', subscribers: 'value' },
    shape: null,
    columns: () => ['grp', 'value'],
    gridSize: () => null,
  },
})
