import { z } from 'zod'
import { defineSpec } from '../definition.ts'
import { sampling } from '../fields/sampling.ts'
import { locationVisits } from './location-visits.ts'

export const majorityLocation = defineSpec({
  kind: 'majority_location',
  schemaName: 'MajorityLocation',
  level: 'nested',
  spatial: true,
  schema: z
    .strictObject({
      query_kind: z.literal('majority_location'),
      subscriber_location_weights: locationVisits.schema,
      minimum_total_weight: z
        .number()
        .min(0)
        .nullish()
        .transform(weight => weight ?? 0)
        .describe(
          "The total to take the majority of where a subscriber's visits are fewer: 7 over the days of a week asks for most of all days, not of those on which the subscriber was seen. 0 unless given.",
        ),
      include_unlocatable: z
        .boolean()
        .nullish()
        .transform(include => include ?? false)
        .describe(
          'Whether subscribers who have no such place are kept, without a place; false unless given.',
        ),
      sampling,
    })
    .meta({
      id: 'MajorityLocation',
      description:
        'For each subscriber the place that has more than half of all their visits, if there is one.',
    }),
  unit: ({ subscriber_location_weights }) => locationVisits.unit(subscriber_location_weights),
  parts: [locationVisits],
})
