import { z } from 'zod'
import { defineSpec } from '../definition.ts'
import { checkLocatedEvents, locatedEventsFields } from '../fields/located-events.ts'
import { sampling } from '../fields/sampling.ts'
import { pickSpatialUnit } from '../fields/spatial-unit.ts'

export const mostFrequentLocation = defineSpec({
  kind: 'most_frequent_location',
  schemaName: 'MostFrequentLocation',
  level: 'nested',
  spatial: true,
  schema: z
    .strictObject({ query_kind: z.literal('most_frequent_location'), ...locatedEventsFields(), sampling })
    .superRefine(checkLocatedEvents)
    .meta({
      id: 'MostFrequentLocation',
      description:
        'For each subscriber the place where most of their events of a period were; of several such places the first by its id.',
    }),
  unit: pickSpatialUnit,
  parts: [],
})
