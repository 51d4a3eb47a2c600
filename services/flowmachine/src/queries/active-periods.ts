import { type EventType, endOfPeriods, type Hours, minutesOfPeriod, type Periods } from '@flowkit/contract'
import type { Sql } from '../sql.ts'
import type { RenderContext } from './definition.ts'
import { needOf } from './need.ts'

/** The parameters of the kinds that ask in which periods somebody was active. */
export interface ActivitySpec extends Periods {
  readonly event_types: readonly EventType[]
  readonly subscriber_subset: unknown
  readonly hours: Hours | null
}

const MINUTE_MS = 60_000

/** The periods in which subscribers had events, each once: `subscriber`, `period` (0, 1, …). */
export function activePeriods(spec: ActivitySpec, context: RenderContext): Sql {
  return context.activePeriods({
    ...needOf({ ...spec, end_date: endOfPeriods(spec) }, context),
    direction: 'both',
    from: clockAt(spec.start_date),
    length: minutesOfPeriod(spec) * MINUTE_MS,
    total: spec.total_periods,
  })
}

/** The first whole millisecond that the clock shows from a moment on, since the midnight before it. */
function clockAt(timestamp: string): number {
  const [hour = 0, minute = 0, second = 0] = (timestamp.split('T')[1] ?? '').split(':').map(Number)
  const microseconds = Math.round(((hour * 60 + minute) * 60 + second) * 1_000_000)
  return Math.ceil(microseconds / 1_000)
}
