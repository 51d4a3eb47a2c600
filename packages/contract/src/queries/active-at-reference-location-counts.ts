import { z } from 'zod'
import { defineSpec } from '../definition.ts'
import { checkSameUnit } from '../fields/spatial-unit.ts'
import { REFERENCE_LOCATIONS, referenceLocation, unitOfLocation } from './locations.ts'
import { uniqueLocations } from './unique-locations.ts'

export const activeAtReferenceLocationCounts = defineSpec({
  kind: 'active_at_reference_location_counts',
  schemaName: 'ActiveAtReferenceLocationCounts',
  level: 'top',
  spatial: true,
  schema: z
    .strictObject({
      query_kind: z.literal('active_at_reference_location_counts'),
      unique_locations: uniqueLocations.schema,
      reference_locations: referenceLocation,
    })
    .superRefine(({ unique_locations, reference_locations }, context) =>
      checkSameUnit(
        context,
        'reference_locations',
        'Must have the same aggregation unit as unique_locations.',
        [uniqueLocations.unit(unique_locations), unitOfLocation(reference_locations)],
      ),
    )
    .meta({
      id: 'ActiveAtReferenceLocationCounts',
      description:
        'How many subscribers were seen at their reference location, wherever else they were, by that place.',
    }),
  unit: ({ reference_locations }) => unitOfLocation(reference_locations),
  parts: [...REFERENCE_LOCATIONS, uniqueLocations],
})
