import { type EventType, endOfPeriods, type Hours, minutesOfPeriod, type Periods } from '@flowkit/contract'
import { type Sql, sql } from '../sql.ts'
import type { RenderContext } from './definition.ts'
import { needOf } from './need.ts'

/** The parameters of the kinds that ask in which periods somebody was active. */
export interface ActivitySpec extends Periods {
  readonly event_types: readonly EventType[]
  readonly subscriber_subset: unknown
  readonly hours: Hours | null
}

const MINUTE_MS = 60_000

/**
 * The periods in which subscribers had events, each once: `subscriber`, `period` (0, 1, …). Periods are told apart by the
 * clock on the wall. An hour that it shows twice may reach over the first or the last moment of all periods; those who
 * are active then are so in the period next to it.
 */
export function activePeriods(spec: ActivitySpec, context: RenderContext): Sql {
  const need = { ...needOf({ ...spec, end_date: endOfPeriods(spec) }, context), direction: 'both' } as const
  const period = sql`(clock - ${clockAt(spec.start_date)}) / ${minutesOfPeriod(spec) * MINUTE_MS}`
  return sql`
    SELECT DISTINCT subscriber, least(greatest(${period}, 0), ${spec.total_periods - 1})::integer AS period
    FROM (
      ${context.activity(need)}
    ) AS active`
}

/** The first whole millisecond that the clock shows from a moment on, since the midnight before it. */
function clockAt(timestamp: string): number {
  const [hour = 0, minute = 0, second = 0] = (timestamp.split('T')[1] ?? '').split(':').map(Number)
  const microseconds = Math.round(((hour * 60 + minute) * 60 + second) * 1_000_000)
  return Math.ceil(microseconds / 1_000)
}
