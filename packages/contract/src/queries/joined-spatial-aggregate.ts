import { z } from 'zod'
import { defineSpec } from '../definition.ts'
import { aggregateMethod, refuseOtherMethods } from '../fields/aggregate-method.ts'
import { REFERENCE_LOCATIONS, referenceLocation, unitOfLocation } from './locations.ts'
import { anyMetric, METRICS } from './metrics.ts'

export const joinedSpatialAggregate = defineSpec({
  kind: 'joined_spatial_aggregate',
  schemaName: 'JoinedSpatialAggregate',
  level: 'top',
  spatial: true,
  schema: z
    .strictObject({
      query_kind: z.literal('joined_spatial_aggregate'),
      locations: referenceLocation.describe('What gives each subscriber their place.'),
      metric: anyMetric,
      method: aggregateMethod('the subscribers of a place'),
    })
    .superRefine(refuseOtherMethods)
    .meta({
      id: 'JoinedSpatialAggregate',
      description:
        'A number or a word of subscribers, put together for all whose place it is: their average, median or sum, or how common each word is. Subscribers without a place or without a value don’t count.',
    }),
  unit: ({ locations }) => unitOfLocation(locations),
  parts: [...REFERENCE_LOCATIONS, ...METRICS],
})
