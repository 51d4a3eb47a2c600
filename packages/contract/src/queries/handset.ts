import { z } from 'zod'
import { defineSpec } from '../definition.ts'
import { eventTypes } from '../fields/event-types.ts'
import { hours } from '../fields/hours.ts'
import { checkInterval, intervalFields } from '../fields/interval.ts'
import { sampling } from '../fields/sampling.ts'
import { subscriberSubset } from '../fields/subscriber-subset.ts'

/** The properties of phones that can be asked for, by their columns in FlowDB. */
const CHARACTERISTICS = ['hnd_type', 'brand', 'model', 'software_os_name', 'software_os_vendor'] as const

export const handset = defineSpec({
  kind: 'handset',
  schemaName: 'Handset',
  level: 'nested',
  spatial: false,
  schema: z
    .strictObject({
      query_kind: z.literal('handset'),
      ...intervalFields,
      characteristic: z
        .enum(CHARACTERISTICS)
        .describe(
          'Which property: the type of the handset (smart, feature or basic), its brand or model, the name or the vendor of its software.',
        ),
      method: z
        .enum(['last', 'most-common'])
        .describe(
          'last: of the phone of the latest event that tells one; most-common: the value that most of those events have.',
        ),
      event_types: eventTypes,
      subscriber_subset: subscriberSubset(),
      hours,
      sampling,
    })
    .superRefine(checkInterval)
    .meta({
      id: 'Handset',
      description:
        'A property of the phone of each subscriber, by its type allocation code (TAC); null where the code is not known.',
    }),
  unit: () => null,
  parts: [],
})
