import { z } from 'zod'
import { defineSpec } from '../definition.ts'
import { checkSameUnit } from '../fields/spatial-unit.ts'
import { activeAtReferenceLocationCounts } from './active-at-reference-location-counts.ts'
import { uniqueSubscriberCounts } from './unique-subscriber-counts.ts'

export const uniqueVisitorCounts = defineSpec({
  kind: 'unique_visitor_counts',
  schemaName: 'UniqueVisitorCounts',
  level: 'top',
  spatial: true,
  schema: z
    .strictObject({
      query_kind: z.literal('unique_visitor_counts'),
      active_at_reference_location_counts: activeAtReferenceLocationCounts.schema,
      unique_subscriber_counts: uniqueSubscriberCounts.schema,
    })
    .superRefine((spec, context) =>
      checkSameUnit(
        context,
        'unique_subscriber_counts',
        'Must have the same aggregation unit as active_at_reference_location_counts.',
        [
          activeAtReferenceLocationCounts.unit(spec.active_at_reference_location_counts),
          uniqueSubscriberCounts.unit(spec.unique_subscriber_counts),
        ],
      ),
    )
    .meta({
      id: 'UniqueVisitorCounts',
      description:
        'How many subscribers were seen in each place without it being their reference location: all who were seen there less those who were active at theirs.',
    }),
  unit: spec => uniqueSubscriberCounts.unit(spec.unique_subscriber_counts),
  parts: [activeAtReferenceLocationCounts, uniqueSubscriberCounts],
})
