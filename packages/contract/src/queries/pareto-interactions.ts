import { z } from 'zod'
import { defineSpec } from '../definition.ts'
import { checkContacts } from '../fields/contacts.ts'
import { eventTypes } from '../fields/event-types.ts'
import { hours } from '../fields/hours.ts'
import { checkInterval, intervalFields } from '../fields/interval.ts'
import { sampling } from '../fields/sampling.ts'
import { subscriberSubset } from '../fields/subscriber-subset.ts'

export const paretoInteractions = defineSpec({
  kind: 'pareto_interactions',
  schemaName: 'ParetoInteractions',
  level: 'nested',
  source:
    'Y.-A. de Montjoye, L. Rocher, A. S. Pentland, bandicoot: a Python Toolbox for Mobile Phone Metadata, Journal of Machine Learning Research 17 (2016)',
  spatial: false,
  schema: z
    .strictObject({
      query_kind: z.literal('pareto_interactions'),
      ...intervalFields,
      proportion: z
        .number()
        .gt(0)
        .lt(1)
        .describe(
          'The share of interactions that the contacts make up, e.g. 0.8; the number of interactions is rounded up.',
        ),
      event_types: eventTypes,
      subscriber_subset: subscriberSubset(),
      hours,
      sampling,
    })
    .superRefine(checkInterval)
    .superRefine(checkContacts)
    .meta({
      id: 'ParetoInteractions',
      description:
        'The share of each subscriber’s contacts, from 0 to 1, that is enough for the given share of their interactions, the most frequent contacts first (bandicoot’s percent_pareto_interactions: de Montjoye, Rocher, Pentland, JMLR 17, 2016).',
    }),
  unit: () => null,
  parts: [],
})
