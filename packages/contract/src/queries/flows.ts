import { z } from 'zod'
import { defineSpec } from '../definition.ts'
import { flowFields } from './flow-ends.ts'
import { FLOW_ENDS, unitOfLocation } from './locations.ts'

export const flows = defineSpec({
  kind: 'flows',
  schemaName: 'Flows',
  level: 'top',
  spatial: true,
  schema: z
    .strictObject({ query_kind: z.literal('flows'), ...flowFields })
    .meta({ id: 'Flows', description: 'How many subscribers have one place first and another place then.' }),
  unit: ({ from_location }) => unitOfLocation(from_location),
  otherUnit: ({ to_location }) => unitOfLocation(to_location),
  parts: FLOW_ENDS,
})
