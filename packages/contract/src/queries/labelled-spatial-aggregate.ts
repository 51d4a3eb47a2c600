import { z } from 'zod'
import { defineSpec } from '../definition.ts'
import { coalescedLocation } from './coalesced-location.ts'
import { mobilityClassification } from './mobility-classification.ts'

export const labelledSpatialAggregate = defineSpec({
  kind: 'labelled_spatial_aggregate',
  schemaName: 'LabelledSpatialAggregate',
  level: 'top',
  spatial: true,
  schema: z
    .strictObject({
      query_kind: z.literal('labelled_spatial_aggregate'),
      locations: coalescedLocation.schema,
      labels: mobilityClassification.schema,
    })
    .meta({
      id: 'LabelledSpatialAggregate',
      description:
        'How many subscribers of each label have each place as theirs; those without a label have the label null.',
    }),
  unit: ({ locations }) => coalescedLocation.unit(locations),
  parts: [coalescedLocation, mobilityClassification],
})
