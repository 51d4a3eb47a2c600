import { z } from 'zod'
import { defineSpec } from '../definition.ts'
import { flowFields } from './flow-ends.ts'
import { FLOW_ENDS, unitOfLocation } from './locations.ts'

export const outflows = defineSpec({
  kind: 'outflows',
  schemaName: 'Outflows',
  level: 'top',
  spatial: true,
  schema: z.strictObject({ query_kind: z.literal('outflows'), ...flowFields }).meta({
    id: 'Outflows',
    description:
      'How many subscribers have each place first, summed over the places that they have then: who has several places then counts for each.',
  }),
  unit: ({ from_location }) => unitOfLocation(from_location),
  otherUnit: ({ to_location }) => unitOfLocation(to_location),
  parts: FLOW_ENDS,
})
