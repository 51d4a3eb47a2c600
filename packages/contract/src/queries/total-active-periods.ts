import { z } from 'zod'
import { defineSpec } from '../definition.ts'
import { eventTypes } from '../fields/event-types.ts'
import { hours } from '../fields/hours.ts'
import { checkPeriods, periodFields } from '../fields/periods.ts'
import { subscriberSubset } from '../fields/subscriber-subset.ts'

export const totalActivePeriods = defineSpec({
  kind: 'total_active_periods',
  schemaName: 'TotalActivePeriods',
  level: 'nested',
  spatial: false,
  schema: z
    .strictObject({
      query_kind: z.literal('total_active_periods'),
      ...periodFields,
      event_types: eventTypes,
      subscriber_subset: subscriberSubset(),
      hours,
    })
    .superRefine(checkPeriods)
    .meta({
      id: 'TotalActivePeriods',
      description: 'In how many of the periods each subscriber had an event; who had none is left out.',
    }),
  unit: () => null,
  parts: [],
})
