import type { z } from 'zod'
import { eventTypes } from './event-types.ts'
import { hours } from './hours.ts'
import { checkInterval, intervalFields } from './interval.ts'
import { checkSpatialUnit, type SpatialUnit, spatialUnitFields } from './spatial-unit.ts'
import { subscriberSubset } from './subscriber-subset.ts'

/** The parameters of a kind that is about where events of a period were. */
export function locatedEventsFields() {
  return {
    ...intervalFields,
    ...spatialUnitFields,
    event_types: eventTypes,
    subscriber_subset: subscriberSubset(),
    hours,
  }
}

/** Refuses a period without time, and tables that the places do not use. */
export function checkLocatedEvents(
  spec: SpatialUnit & { start_date: string; end_date: string },
  context: z.RefinementCtx,
): void {
  checkInterval(spec, context)
  checkSpatialUnit(spec, context)
}
