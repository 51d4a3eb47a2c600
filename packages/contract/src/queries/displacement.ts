import { z } from 'zod'
import { defineSpec } from '../definition.ts'
import { eventTypes } from '../fields/event-types.ts'
import { hours } from '../fields/hours.ts'
import { checkInterval, intervalFields } from '../fields/interval.ts'
import { sampling } from '../fields/sampling.ts'
import { statistic } from '../fields/statistic.ts'
import { subscriberSubset } from '../fields/subscriber-subset.ts'
import { REFERENCE_LOCATIONS, referenceLocation, unitOfLocation } from './locations.ts'

export const displacement = defineSpec({
  kind: 'displacement',
  schemaName: 'Displacement',
  level: 'nested',
  spatial: false,
  schema: z
    .strictObject({
      query_kind: z.literal('displacement'),
      ...intervalFields,
      statistic,
      reference_location: referenceLocation.describe(
        'Where distances are measured from, e.g. a modal_location, by lon-lat.',
      ),
      event_types: eventTypes,
      subscriber_subset: subscriberSubset(),
      hours,
      sampling,
    })
    .superRefine(checkInterval)
    .superRefine(({ reference_location }, context) => {
      if (unitOfLocation(reference_location)?.aggregation_unit !== 'lon-lat')
        context.addIssue({
          code: 'custom',
          path: ['reference_location'],
          message: 'Must have the aggregation unit lon-lat: distances are between positions.',
        })
    })
    .meta({
      id: 'Displacement',
      description:
        'How far from their reference location each subscriber was seen, as one number in kilometres over their located events (variance: its square). Subscribers without a reference location are left out.',
    }),
  unit: () => null,
  parts: REFERENCE_LOCATIONS,
})
