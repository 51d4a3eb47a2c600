import { z } from 'zod'
import { defineSpec } from '../definition.ts'
import { STATISTICS } from '../fields/statistic.ts'
import { TOTAL_PERIODS, totalNetworkObjects } from './total-network-objects.ts'

/** How long the periods are over which counts of network objects are put together. */
export const AGGREGATE_PERIODS = [...TOTAL_PERIODS, 'century'] as const
export type AggregatePeriod = (typeof AGGREGATE_PERIODS)[number]

export const aggregateNetworkObjects = defineSpec({
  kind: 'aggregate_network_objects',
  schemaName: 'AggregateNetworkObjects',
  level: 'top',
  spatial: true,
  schema: z
    .strictObject({
      query_kind: z.literal('aggregate_network_objects'),
      total_network_objects: totalNetworkObjects.schema,
      statistic: z
        .enum(STATISTICS)
        .describe(
          'What is made of the numbers of cells in the shorter periods of a longer one, those without events left out. Of several modes it is the least; stddev and variance are those of a sample, so they need two numbers.',
        ),
      aggregate_by: z
        .enum(AGGREGATE_PERIODS)
        .nullish()
        .describe(
          'How long each period is, by the local clock; the next longer one than total_by unless given.',
        ),
    })
    .transform(spec => ({
      ...spec,
      aggregate_by: spec.aggregate_by ?? longerThan(spec.total_network_objects.total_by),
    }))
    .superRefine(({ total_network_objects: { total_by }, aggregate_by }, context) => {
      if (AGGREGATE_PERIODS.indexOf(aggregate_by) < AGGREGATE_PERIODS.indexOf(total_by))
        context.addIssue({
          code: 'custom',
          path: ['aggregate_by'],
          message: `Must not be shorter than total_by.`,
        })
    })
    .meta({
      id: 'AggregateNetworkObjects',
      description:
        'A statistic of how many different cells in each place had an event, by longer periods. datetime is the local moment at which the longer period begins.',
    }),
  unit: spec => totalNetworkObjects.unit(spec.total_network_objects),
  parts: [totalNetworkObjects],
})

function longerThan(period: AggregatePeriod): AggregatePeriod {
  return AGGREGATE_PERIODS[AGGREGATE_PERIODS.indexOf(period) + 1] ?? 'century'
}
