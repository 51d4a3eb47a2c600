import { z } from 'zod'
import { defineSpec } from '../definition.ts'
import { joinType } from '../fields/join-type.ts'
import { coalescedLocation } from './coalesced-location.ts'
import { checkFlowEnds } from './flow-ends.ts'
import { mobilityClassification } from './mobility-classification.ts'

export const labelledFlows = defineSpec({
  kind: 'labelled_flows',
  schemaName: 'LabelledFlows',
  level: 'top',
  spatial: true,
  schema: z
    .strictObject({
      query_kind: z.literal('labelled_flows'),
      from_location: coalescedLocation.schema,
      to_location: coalescedLocation.schema,
      labels: mobilityClassification.schema,
      join_type: joinType,
    })
    .superRefine(checkFlowEnds)
    .meta({
      id: 'LabelledFlows',
      description:
        'How many subscribers of each label have one place first and another place then; those without a label have the label null.',
    }),
  unit: ({ from_location }) => coalescedLocation.unit(from_location),
  parts: [coalescedLocation, mobilityClassification],
})
