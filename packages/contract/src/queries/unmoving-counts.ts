import { z } from 'zod'
import { defineSpec } from '../definition.ts'
import { uniqueLocations } from './unique-locations.ts'

export const unmovingCounts = defineSpec({
  kind: 'unmoving_counts',
  schemaName: 'UnmovingCounts',
  level: 'top',
  spatial: true,
  schema: z
    .strictObject({ query_kind: z.literal('unmoving_counts'), locations: uniqueLocations.schema })
    .meta({
      id: 'UnmovingCounts',
      description: 'How many subscribers were seen in one place only in the whole period, by that place.',
    }),
  unit: ({ locations }) => uniqueLocations.unit(locations),
  parts: [uniqueLocations],
})
