import { z } from 'zod'
import { defineSpec } from '../definition.ts'
import { checkLocatedEvents, locatedEventsFields } from '../fields/located-events.ts'
import { pickSpatialUnit } from '../fields/spatial-unit.ts'

export const consecutiveTripsOdMatrix = defineSpec({
  kind: 'consecutive_trips_od_matrix',
  schemaName: 'ConsecutiveTripsODMatrix',
  level: 'top',
  spatial: true,
  schema: z
    .strictObject({ query_kind: z.literal('consecutive_trips_od_matrix'), ...locatedEventsFields() })
    .superRefine(checkLocatedEvents)
    .meta({
      id: 'ConsecutiveTripsODMatrix',
      description:
        'How many subscribers had one event in the first place and their next one in the second, for each pair of places; two events in a row in one place make a pair of it with itself. Events of the same moment are not one after the other.',
    }),
  unit: pickSpatialUnit,
  parts: [],
})
