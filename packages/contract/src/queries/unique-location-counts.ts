import { z } from 'zod'
import { defineSpec } from '../definition.ts'
import { eventTypes } from '../fields/event-types.ts'
import { hours } from '../fields/hours.ts'
import { checkInterval, intervalFields } from '../fields/interval.ts'
import { checkSpatialUnit, pickSpatialUnit, spatialUnitFields } from '../fields/spatial-unit.ts'
import { subscriberSubset } from '../fields/subscriber-subset.ts'

export const uniqueLocationCounts = defineSpec({
  kind: 'unique_location_counts',
  schemaName: 'UniqueLocationCounts',
  level: 'nested',
  spatial: true,
  schema: z
    .strictObject({
      query_kind: z.literal('unique_location_counts'),
      ...intervalFields,
      ...spatialUnitFields,
      event_types: eventTypes,
      subscriber_subset: subscriberSubset(),
      hours,
    })
    .superRefine(checkInterval)
    .superRefine(checkSpatialUnit)
    .meta({
      id: 'UniqueLocationCounts',
      description: 'At how many different places each subscriber was seen.',
    }),
  unit: pickSpatialUnit,
  parts: [],
})
