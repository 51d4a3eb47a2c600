import { z } from 'zod'
import { defineSpec } from '../definition.ts'
import { checkDirection, direction } from '../fields/direction.ts'
import { eventTypes } from '../fields/event-types.ts'
import { hours } from '../fields/hours.ts'
import { checkInterval, intervalFields } from '../fields/interval.ts'
import { checkSpatialUnit, pickSpatialUnit, spatialUnitFields } from '../fields/spatial-unit.ts'
import { subscriberSubset } from '../fields/subscriber-subset.ts'

export const locationEventCounts = defineSpec({
  kind: 'location_event_counts',
  schemaName: 'LocationEventCounts',
  level: 'top',
  spatial: true,
  schema: z
    .strictObject({
      query_kind: z.literal('location_event_counts'),
      ...intervalFields,
      interval: z
        .enum(['day', 'hour', 'min'])
        .describe('How long the time buckets are, by the local clock: a day, an hour or a minute.'),
      direction,
      ...spatialUnitFields,
      event_types: eventTypes,
      subscriber_subset: subscriberSubset(),
      hours,
    })
    .superRefine(checkInterval)
    .superRefine(checkSpatialUnit)
    .superRefine(checkDirection)
    .meta({
      id: 'LocationEventCounts',
      description: 'How many events there were in each place, by day, hour or minute.',
    }),
  unit: pickSpatialUnit,
  parts: [],
})
