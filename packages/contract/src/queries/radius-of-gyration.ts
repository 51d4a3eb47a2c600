import { z } from 'zod'
import { defineSpec } from '../definition.ts'
import { eventTypes } from '../fields/event-types.ts'
import { hours } from '../fields/hours.ts'
import { checkInterval, intervalFields } from '../fields/interval.ts'
import { sampling } from '../fields/sampling.ts'
import { subscriberSubset } from '../fields/subscriber-subset.ts'

export const radiusOfGyration = defineSpec({
  kind: 'radius_of_gyration',
  schemaName: 'RadiusOfGyration',
  level: 'nested',
  source:
    'M. C. González, C. A. Hidalgo, A.-L. Barabási, Understanding individual human mobility patterns, Nature 453 (2008)',
  spatial: false,
  schema: z
    .strictObject({
      query_kind: z.literal('radius_of_gyration'),
      ...intervalFields,
      event_types: eventTypes,
      subscriber_subset: subscriberSubset(),
      hours,
      sampling,
    })
    .superRefine(checkInterval)
    .meta({
      id: 'RadiusOfGyration',
      description: 'How far from the middle of their places subscribers move, in kilometres.',
    }),
  unit: () => null,
  parts: [],
})
