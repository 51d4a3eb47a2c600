import { z } from 'zod'
import { defineSpec } from '../definition.ts'
import { sampling } from '../fields/sampling.ts'
import { checkSameUnit } from '../fields/spatial-unit.ts'
import { locationVisits } from './location-visits.ts'
import { majorityLocation } from './majority-location.ts'

export const coalescedLocation = defineSpec({
  kind: 'coalesced_location',
  schemaName: 'CoalescedLocation',
  level: 'nested',
  spatial: true,
  schema: z
    .strictObject({
      query_kind: z.literal('coalesced_location'),
      preferred_location: majorityLocation.schema,
      fallback_location: majorityLocation.schema,
      subscriber_location_weights: locationVisits.schema,
      weight_threshold: z
        .int()
        .describe(
          'How many visits by subscriber_location_weights the fallback place of a subscriber needs to be taken.',
        ),
      sampling,
    })
    .superRefine((spec, context) => {
      const fallback = majorityLocation.unit(spec.fallback_location)
      const unitOf = (path: string, unit: typeof fallback, other: string) =>
        checkSameUnit(context, path, `Must have the same aggregation unit as ${other}.`, [fallback, unit])
      unitOf('fallback_location', majorityLocation.unit(spec.preferred_location), 'preferred_location')
      unitOf(
        'subscriber_location_weights',
        locationVisits.unit(spec.subscriber_location_weights),
        'fallback_location',
      )
    })
    .meta({
      id: 'CoalescedLocation',
      description:
        'For each subscriber the preferred place, or where they have none the fallback place, if they were there often enough.',
    }),
  unit: ({ preferred_location }) => majorityLocation.unit(preferred_location),
  parts: [locationVisits, majorityLocation],
})
