import type { Sampling } from '@flowkit/contract'
import { sql } from '../sql.ts'
import { type ActivitySpec, activePeriods } from './active-periods.ts'
import { defineKind } from './definition.ts'
import { internalKind } from './internal-kind.ts'

type CalendarSpec = ActivitySpec & { readonly query_kind: string; readonly sampling: Sampling | null }

/** The parameters that aggregates of calendars have among others. */
type Asked = Omit<CalendarSpec, 'query_kind'>

/** The calendars of subscribers, as a part of a query; a sample is one of subscribers. */
export function calendarsOf(spec: Asked) {
  const { start_date, total_periods, period_length, period_unit } = spec
  const { event_types, subscriber_subset, hours, sampling } = spec
  const periods = { start_date, total_periods, period_length, period_unit }
  return { query_kind: 'calendars', ...periods, event_types, subscriber_subset, hours, sampling }
}

const contract = internalKind<CalendarSpec>('calendars')

/** In which periods a subscriber was active: `subscriber`, `periods`, an ascending list of numbers from 0 on. */
export const calendars = defineKind({
  contract,
  perSubscriber: true,
  computedBy: 'small slices',
  render: (spec, context) => sql`
    SELECT subscriber, array_agg(period ORDER BY period) AS periods
    FROM (
      ${activePeriods(spec, context)}
    ) AS active
    GROUP BY subscriber`,
})
