import { z } from 'zod'
import { defineSpec } from '../definition.ts'
import { checkContacts } from '../fields/contacts.ts'
import { checkDirection, direction } from '../fields/direction.ts'
import { eventTypes } from '../fields/event-types.ts'
import { hours } from '../fields/hours.ts'
import { checkInterval, intervalFields } from '../fields/interval.ts'
import { sampling } from '../fields/sampling.ts'
import { subscriberSubset } from '../fields/subscriber-subset.ts'

export const subscriberDegree = defineSpec({
  kind: 'subscriber_degree',
  schemaName: 'SubscriberDegree',
  level: 'nested',
  spatial: false,
  schema: z
    .strictObject({
      query_kind: z.literal('subscriber_degree'),
      ...intervalFields,
      direction,
      event_types: eventTypes,
      subscriber_subset: subscriberSubset(),
      hours,
      sampling,
    })
    .superRefine(checkInterval)
    .superRefine(checkDirection)
    .superRefine(checkContacts)
    .meta({
      id: 'SubscriberDegree',
      description:
        'With how many different others each subscriber was in touch. Events without a known other side don’t count, nor does oneself; who has no others is left out.',
    }),
  unit: () => null,
  parts: [],
})
