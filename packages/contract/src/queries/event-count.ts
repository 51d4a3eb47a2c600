import { z } from 'zod'
import { defineSpec } from '../definition.ts'
import { checkDirection, direction } from '../fields/direction.ts'
import { eventTypes } from '../fields/event-types.ts'
import { hours } from '../fields/hours.ts'
import { checkInterval, intervalFields } from '../fields/interval.ts'
import { sampling } from '../fields/sampling.ts'
import { subscriberSubset } from '../fields/subscriber-subset.ts'

export const eventCount = defineSpec({
  kind: 'event_count',
  schemaName: 'EventCount',
  level: 'nested',
  spatial: false,
  schema: z
    .strictObject({
      query_kind: z.literal('event_count'),
      ...intervalFields,
      direction,
      event_types: eventTypes,
      subscriber_subset: subscriberSubset(),
      hours,
      sampling,
    })
    .superRefine(checkInterval)
    .superRefine(checkDirection)
    .meta({
      id: 'EventCount',
      description:
        'How many events each subscriber had, wherever they were and whether or not the place is known.',
    }),
  unit: () => null,
  parts: [],
})
