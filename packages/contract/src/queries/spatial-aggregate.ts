import { z } from 'zod'
import { defineSpec } from '../definition.ts'
import { REFERENCE_LOCATIONS, referenceLocation, unitOfLocation } from './locations.ts'

export const spatialAggregate = defineSpec({
  kind: 'spatial_aggregate',
  schemaName: 'SpatialAggregate',
  level: 'top',
  spatial: true,
  schema: z
    .strictObject({
      query_kind: z.literal('spatial_aggregate'),
      locations: referenceLocation,
    })
    .meta({ id: 'SpatialAggregate', description: 'How many subscribers have each place as theirs.' }),
  unit: ({ locations }) => unitOfLocation(locations),
  parts: REFERENCE_LOCATIONS,
})
