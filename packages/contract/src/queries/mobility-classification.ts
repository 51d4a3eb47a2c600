import { z } from 'zod'
import { defineSpec } from '../definition.ts'
import { sampling } from '../fields/sampling.ts'
import { checkSameUnit } from '../fields/spatial-unit.ts'
import { coalescedLocation } from './coalesced-location.ts'

/** A year of days, or seven of weeks. */
const MOST_LOCATIONS = 366

/** The words for how subscribers move; the first that fits is theirs. */
export const MOBILITY_CLASSES = [
  'unlocated',
  'irregular',
  'not_always_locatable',
  'mobile',
  'stable',
] as const

export const mobilityClassification = defineSpec({
  kind: 'mobility_classification',
  schemaName: 'MobilityClassification',
  level: 'nested',
  spatial: false,
  schema: z
    .strictObject({
      query_kind: z.literal('mobility_classification'),
      locations: z
        .array(coalescedLocation.schema)
        .min(1)
        .max(MOST_LOCATIONS)
        .describe(
          'The periods, each a coalesced_location, the earliest first; all about the same places. Who is not in the last one has no class.',
        ),
      stay_length_threshold: z
        .int()
        .describe('In how many periods one after the other a subscriber who stays is at the same place.'),
      sampling,
    })
    .superRefine(({ locations }, context) =>
      checkSameUnit(
        context,
        'locations',
        'Must all have the same aggregation unit.',
        locations.map(location => coalescedLocation.unit(location)),
      ),
    )
    .meta({
      id: 'MobilityClassification',
      description:
        'How each subscriber moves: unlocated (no place in the last period), irregular (missing from a period), not_always_locatable (no place in a period), mobile (never at one place for the threshold of periods), or stable. The first that fits is theirs.',
    }),
  unit: () => null,
  parts: [coalescedLocation],
})
