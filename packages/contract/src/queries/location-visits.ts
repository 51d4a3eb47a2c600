import { z } from 'zod'
import { asSet, defineSpec } from '../definition.ts'
import { sampling } from '../fields/sampling.ts'
import { checkSameUnit, pickSpatialUnit, type SpatialUnit } from '../fields/spatial-unit.ts'
import { dailyLocation } from './daily-location.ts'
import { modalLocation } from './modal-location.ts'

const visitedLocation = z.discriminatedUnion('query_kind', [dailyLocation.schema, modalLocation.schema])

function unitOfVisited(location: z.output<typeof visitedLocation>): SpatialUnit | null {
  return location.query_kind === 'modal_location' ? modalLocation.unit(location) : pickSpatialUnit(location)
}

export const locationVisits = defineSpec({
  kind: 'location_visits',
  schemaName: 'LocationVisits',
  level: 'nested',
  spatial: true,
  schema: z
    .strictObject({
      query_kind: z.literal('location_visits'),
      locations: z
        .array(visitedLocation)
        .min(1)
        .transform(asSet)
        .describe(
          'The days or periods, each a daily_location or a modal_location; all about the same places. A repeated one counts once.',
        ),
      sampling,
    })
    .superRefine(({ locations }, context) =>
      checkSameUnit(
        context,
        'locations',
        'Must all have the same aggregation unit.',
        locations.map(unitOfVisited),
      ),
    )
    .meta({
      id: 'LocationVisits',
      description: 'In how many of several days or periods each place was that of each subscriber.',
    }),
  unit: ({ locations: [first] }) => (first ? unitOfVisited(first) : null),
  parts: [dailyLocation, modalLocation],
})
