import { z } from 'zod'
import { defineSpec } from '../definition.ts'
import { eventTypes } from '../fields/event-types.ts'
import { hours } from '../fields/hours.ts'
import { sampling } from '../fields/sampling.ts'
import { checkSpatialUnit, pickSpatialUnit, spatialUnitFields } from '../fields/spatial-unit.ts'
import { subscriberSubset } from '../fields/subscriber-subset.ts'
import { localTimestamp } from '../fields/timestamp.ts'

export const dailyLocation = defineSpec({
  kind: 'daily_location',
  schemaName: 'DailyLocation',
  level: 'nested',
  spatial: true,
  schema: z
    .strictObject({
      query_kind: z.literal('daily_location'),
      date: localTimestamp.describe('The day, which lasts 24 hours from this moment.'),
      method: z
        .enum(['last', 'most-common'])
        .describe('last: where the last located event was; most-common: where most events were.'),
      ...spatialUnitFields,
      event_types: eventTypes,
      subscriber_subset: subscriberSubset(),
      hours,
      sampling,
    })
    .superRefine(checkSpatialUnit)
    .meta({ id: 'DailyLocation', description: 'One place for each subscriber on one day.' }),
  unit: pickSpatialUnit,
  parts: [],
})
