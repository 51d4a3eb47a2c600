import { z } from 'zod'
import { defineSpec } from '../definition.ts'
import { checkSameUnit } from '../fields/spatial-unit.ts'
import { REFERENCE_LOCATIONS, referenceLocation, unitOfLocation } from './locations.ts'
import { uniqueLocations } from './unique-locations.ts'

export const unmovingAtReferenceLocationCounts = defineSpec({
  kind: 'unmoving_at_reference_location_counts',
  schemaName: 'UnmovingAtReferenceLocationCounts',
  level: 'top',
  spatial: true,
  schema: z
    .strictObject({
      query_kind: z.literal('unmoving_at_reference_location_counts'),
      locations: uniqueLocations.schema,
      reference_locations: referenceLocation,
    })
    .superRefine(({ locations, reference_locations }, context) =>
      checkSameUnit(context, 'reference_locations', 'Must have the same aggregation unit as locations.', [
        uniqueLocations.unit(locations),
        unitOfLocation(reference_locations),
      ]),
    )
    .meta({
      id: 'UnmovingAtReferenceLocationCounts',
      description:
        'How many subscribers were seen at their reference location and nowhere else, by that place. Who was not seen does not count.',
    }),
  unit: ({ reference_locations }) => unitOfLocation(reference_locations),
  parts: [...REFERENCE_LOCATIONS, uniqueLocations],
})
