import { z } from 'zod'
import { defineSpec } from '../definition.ts'
import { checkLocatedEvents, locatedEventsFields } from '../fields/located-events.ts'
import { pickSpatialUnit } from '../fields/spatial-unit.ts'

export const tripsOdMatrix = defineSpec({
  kind: 'trips_od_matrix',
  schemaName: 'TripsODMatrix',
  level: 'top',
  spatial: true,
  schema: z
    .strictObject({ query_kind: z.literal('trips_od_matrix'), ...locatedEventsFields() })
    .superRefine(checkLocatedEvents)
    .meta({
      id: 'TripsODMatrix',
      description:
        'How many subscribers were in one place and at any later time of the period in another one, for each pair of different places.',
    }),
  unit: pickSpatialUnit,
  parts: [],
})
