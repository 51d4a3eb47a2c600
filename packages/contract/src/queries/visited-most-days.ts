import { z } from 'zod'
import { defineSpec } from '../definition.ts'
import { checkLocatedEvents, locatedEventsFields } from '../fields/located-events.ts'
import { sampling } from '../fields/sampling.ts'
import { pickSpatialUnit } from '../fields/spatial-unit.ts'

export const visitedMostDays = defineSpec({
  kind: 'visited_most_days',
  schemaName: 'VisitedMostDays',
  level: 'nested',
  spatial: true,
  schema: z
    .strictObject({ query_kind: z.literal('visited_most_days'), ...locatedEventsFields(), sampling })
    .superRefine(checkLocatedEvents)
    .meta({
      id: 'VisitedMostDays',
      description:
        'For each subscriber the place where they had events on most of the days of a period; of several such places the one with most events, then the first by its id.',
    }),
  unit: pickSpatialUnit,
  parts: [],
})
