import { z } from 'zod'
import { defineSpec } from '../definition.ts'
import { joinType } from '../fields/join-type.ts'
import { checkSameUnit } from '../fields/spatial-unit.ts'
import { coalescedLocation } from './coalesced-location.ts'
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
    .superRefine(({ from_location, to_location }, context) =>
      checkSameUnit(context, 'to_location', 'Must have the same aggregation unit as from_location.', [
        coalescedLocation.unit(from_location),
        coalescedLocation.unit(to_location),
      ]),
    )
    .meta({
      id: 'LabelledFlows',
      description:
        'How many subscribers of each label have one place first and another place then; those without a label have the label null.',
    }),
  unit: ({ from_location }) => coalescedLocation.unit(from_location),
  parts: [coalescedLocation, mobilityClassification],
})
