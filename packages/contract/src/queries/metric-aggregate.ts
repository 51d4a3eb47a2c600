import { z } from 'zod'
import { defineSpec } from '../definition.ts'
import { aggregateMethod, refuseOtherMethods } from '../fields/aggregate-method.ts'
import { anyMetric, METRICS } from './metrics.ts'

export const metricAggregate = defineSpec({
  kind: 'metric_aggregate',
  schemaName: 'MetricAggregate',
  level: 'top',
  spatial: false,
  schema: z
    .strictObject({
      query_kind: z.literal('metric_aggregate'),
      metric: anyMetric,
      method: aggregateMethod('all subscribers'),
    })
    .superRefine(refuseOtherMethods)
    .meta({
      id: 'MetricAggregate',
      description:
        'A number or a word of subscribers, put together for all of them, wherever they are: their average, median or sum, or how common each word is. Subscribers without a value don’t count.',
    }),
  unit: () => null,
  parts: METRICS,
})
