import { z } from 'zod'
import { defineSpec } from '../definition.ts'
import { flowFields } from './flow-ends.ts'
import { FLOW_ENDS, unitOfLocation } from './locations.ts'

export const inflows = defineSpec({
  kind: 'inflows',
  schemaName: 'Inflows',
  level: 'top',
  spatial: true,
  schema: z.strictObject({ query_kind: z.literal('inflows'), ...flowFields }).meta({
    id: 'Inflows',
    description:
      'How many subscribers have each place in the end, summed over the places that they had first: who had several places first counts for each.',
  }),
  unit: ({ to_location }) => unitOfLocation(to_location),
  otherUnit: ({ from_location }) => unitOfLocation(from_location),
  parts: FLOW_ENDS,
})
