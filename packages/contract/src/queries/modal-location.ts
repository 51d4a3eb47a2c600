import { z } from 'zod'
import { asSet, defineSpec } from '../definition.ts'
import { sampling } from '../fields/sampling.ts'
import { checkSameUnit, pickSpatialUnit } from '../fields/spatial-unit.ts'
import { dailyLocation } from './daily-location.ts'

export const modalLocation = defineSpec({
  kind: 'modal_location',
  schemaName: 'ModalLocation',
  level: 'nested',
  spatial: true,
  schema: z
    .strictObject({
      query_kind: z.literal('modal_location'),
      locations: z
        .array(dailyLocation.schema)
        .min(1)
        .transform(asSet)
        .describe('The days, each a daily_location; all about the same places. A repeated day counts once.'),
      sampling,
    })
    .superRefine(({ locations }, context) =>
      checkSameUnit(context, 'locations', 'Must all have the same aggregation unit.', locations),
    )
    .meta({
      id: 'ModalLocation',
      description:
        'For each subscriber the place on most of the days; of several such places the latest one.',
    }),
  unit: ({ locations: [first] }) => (first ? pickSpatialUnit(first) : null),
  parts: [dailyLocation],
})
