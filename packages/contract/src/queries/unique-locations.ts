import { z } from 'zod'
import { defineSpec } from '../definition.ts'
import { checkLocatedEvents, locatedEventsFields } from '../fields/located-events.ts'
import { sampling } from '../fields/sampling.ts'
import { pickSpatialUnit } from '../fields/spatial-unit.ts'

export const uniqueLocations = defineSpec({
  kind: 'unique_locations',
  schemaName: 'UniqueLocations',
  level: 'nested',
  spatial: true,
  schema: z
    .strictObject({ query_kind: z.literal('unique_locations'), ...locatedEventsFields(), sampling })
    .superRefine(checkLocatedEvents)
    .meta({
      id: 'UniqueLocations',
      description: 'All places where each subscriber was seen in a period, each place once.',
    }),
  unit: pickSpatialUnit,
  parts: [],
})
