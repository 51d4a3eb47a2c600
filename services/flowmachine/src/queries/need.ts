import type { EventType, Hours } from '@flowkit/contract'
import type { EventsNeed } from '../source/events.ts'
import type { RenderContext } from './definition.ts'

/** The parameters by which most kinds say which events they are about. */
interface Period {
  readonly start_date: string
  readonly end_date: string
  readonly hours?: Hours | null
  readonly event_types: readonly EventType[]
  readonly subscriber_subset: unknown
}

/** The events that a query about a period needs. */
export function needOf(spec: Period, context: RenderContext): EventsNeed {
  return {
    start: spec.start_date,
    end: spec.end_date,
    hours: spec.hours ?? null,
    eventTypes: spec.event_types,
    subset: context.subset(spec.subscriber_subset),
  }
}
