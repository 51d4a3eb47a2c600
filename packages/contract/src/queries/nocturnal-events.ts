import { z } from 'zod'
import { defineSpec } from '../definition.ts'
import { eventTypes } from '../fields/event-types.ts'
import { nightHours } from '../fields/hours.ts'
import { checkInterval, intervalFields } from '../fields/interval.ts'
import { sampling } from '../fields/sampling.ts'
import { subscriberSubset } from '../fields/subscriber-subset.ts'

export const nocturnalEvents = defineSpec({
  kind: 'nocturnal_events',
  schemaName: 'NocturnalEvents',
  level: 'nested',
  source:
    'Y.-A. de Montjoye, L. Rocher, A. S. Pentland, bandicoot: a Python Toolbox for Mobile Phone Metadata, Journal of Machine Learning Research 17 (2016)',
  spatial: false,
  schema: z
    .strictObject({
      query_kind: z.literal('nocturnal_events'),
      ...intervalFields,
      night_hours: nightHours,
      event_types: eventTypes,
      subscriber_subset: subscriberSubset(),
      sampling,
    })
    .superRefine(checkInterval)
    .meta({
      id: 'NocturnalEvents',
      description: 'What share of each subscriber’s events is at night, in per cent (0 to 100).',
    }),
  unit: () => null,
  parts: [],
})
