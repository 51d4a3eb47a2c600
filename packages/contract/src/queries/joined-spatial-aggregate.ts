import { z } from 'zod'
import { defineSpec } from '../definition.ts'
import { REFERENCE_LOCATIONS, referenceLocation, unitOfLocation } from './locations.ts'
import { anyMetric, METRICS } from './metrics.ts'

const OF_NUMBERS = ['avg', 'count', 'median', 'mode', 'stddev', 'sum', 'variance'] as const
const OF_WORDS = ['distr', 'mode'] as const

const METHODS = [...OF_NUMBERS, 'distr'] as const

/** What FlowKit also gives, and nobody may know. */
const OF_ONE_PERSON: readonly unknown[] = ['max', 'min']

const method = z
  .enum(METHODS, {
    error: ({ input }) =>
      OF_ONE_PERSON.includes(input)
        ? 'The greatest and the least value of a place are those of one person, so they are not given. A histogram_aggregate shows how values are spread.'
        : undefined,
  })
  .describe(
    'What is made of the subscribers of a place. Of numbers: avg, count (of subscribers who have one), median, mode, stddev, sum, variance. Of handsets: distr, the share of each value, or mode.',
  )

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
      method,
    })
    .superRefine(({ metric, method: asked }, context) => {
      const methods: readonly string[] = metric.query_kind === 'handset' ? OF_WORDS : OF_NUMBERS
      if (!methods.includes(asked))
        context.addIssue({
          code: 'custom',
          path: ['method'],
          message: `Must be one of: ${methods.join(', ')}.`,
        })
    })
    .meta({
      id: 'JoinedSpatialAggregate',
      description:
        'A number or a word of subscribers, put together for all whose place it is: their average, median or sum, or how common each word is. Subscribers without a place or without a value don’t count.',
    }),
  unit: ({ locations }) => unitOfLocation(locations),
  parts: [...REFERENCE_LOCATIONS, ...METRICS],
})
