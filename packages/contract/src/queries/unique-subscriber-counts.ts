import { z } from 'zod'
import { defineSpec } from '../definition.ts'
import { eventTypes } from '../fields/event-types.ts'
import { hours } from '../fields/hours.ts'
import { checkInterval, intervalFields } from '../fields/interval.ts'
import { checkSpatialUnit, pickSpatialUnit, spatialUnitFields } from '../fields/spatial-unit.ts'
import { subscriberSubset } from '../fields/subscriber-subset.ts'

export const uniqueSubscriberCounts = defineSpec({
  kind: 'unique_subscriber_counts',
  schemaName: 'UniqueSubscriberCounts',
  level: 'top',
  spatial: true,
  schema: z
    .strictObject({
      query_kind: z.literal('unique_subscriber_counts'),
      ...intervalFields,
      ...spatialUnitFields,
      event_types: eventTypes,
      subscriber_subset: subscriberSubset(),
      hours,
    })
    .superRefine(checkInterval)
    .superRefine(checkSpatialUnit)
    .meta({
      id: 'UniqueSubscriberCounts',
      description: 'How many different subscribers were seen in each place; one counts wherever they were.',
    }),
  unit: pickSpatialUnit,
  parts: [],
})
