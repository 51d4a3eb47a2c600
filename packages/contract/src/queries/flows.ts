import { z } from 'zod'
import { defineSpec } from '../definition.ts'
import { sameUnit } from '../fields/spatial-unit.ts'
import { REFERENCE_LOCATIONS, referenceLocation, unitOfLocation } from './locations.ts'

/** What happens to subscribers who are in one of the two queries only. */
const JOIN_TYPES = ['inner', 'full outer', 'left', 'right', 'left outer', 'right outer'] as const

const CANONICAL_JOIN = {
  inner: 'inner',
  'full outer': 'full outer',
  left: 'left outer',
  right: 'right outer',
  'left outer': 'left outer',
  'right outer': 'right outer',
} as const

export const flows = defineSpec({
  kind: 'flows',
  schemaName: 'Flows',
  level: 'top',
  spatial: true,
  schema: z
    .strictObject({
      query_kind: z.literal('flows'),
      from_location: referenceLocation,
      to_location: referenceLocation,
      join_type: z
        .enum(JOIN_TYPES)
        .nullish()
        .transform(join => CANONICAL_JOIN[join ?? 'inner'])
        .describe('Whether subscribers without a place at one end count: inner leaves them out.'),
    })
    .superRefine(({ from_location, to_location }, context) => {
      const from = unitOfLocation(from_location)
      const to = unitOfLocation(to_location)
      if (from && to && !sameUnit(from, to))
        context.addIssue({
          code: 'custom',
          path: ['to_location'],
          message: 'Must have the same aggregation unit as from_location.',
        })
    })
    .meta({ id: 'Flows', description: 'How many subscribers have one place first and another place then.' }),
  unit: ({ from_location }) => unitOfLocation(from_location),
  parts: REFERENCE_LOCATIONS,
})
