import { z } from 'zod'
import { defineSpec } from '../definition.ts'
import { checkLocatedEvents, locatedEventsFields } from '../fields/located-events.ts'
import { pickSpatialUnit } from '../fields/spatial-unit.ts'

/** How long the periods are in which network objects are counted. */
export const TOTAL_PERIODS = ['second', 'minute', 'hour', 'day', 'month', 'year'] as const
export type TotalPeriod = (typeof TOTAL_PERIODS)[number]

export const totalNetworkObjects = defineSpec({
  kind: 'total_network_objects',
  schemaName: 'TotalNetworkObjects',
  level: 'top',
  spatial: true,
  schema: z
    .strictObject({
      query_kind: z.literal('total_network_objects'),
      ...locatedEventsFields(),
      total_by: z
        .enum(TOTAL_PERIODS)
        .nullish()
        .transform(period => period ?? 'day')
        .describe('How long each period is, by the local clock; a day unless given.'),
    })
    .superRefine(checkLocatedEvents)
    .superRefine(({ aggregation_unit }, context) => {
      if (aggregation_unit === 'cell')
        context.addIssue({
          code: 'custom',
          path: ['aggregation_unit'],
          message: 'Must not be cell: there is one cell in each.',
        })
    })
    .meta({
      id: 'TotalNetworkObjects',
      description:
        'How many different cells in each place had an event, by period. datetime is the local moment at which the period begins.',
    }),
  unit: pickSpatialUnit,
  parts: [],
})
