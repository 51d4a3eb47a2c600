import { z } from 'zod'
import { defineSpec } from '../definition.ts'
import { hours } from '../fields/hours.ts'
import { checkInterval, intervalFields } from '../fields/interval.ts'
import { sampling } from '../fields/sampling.ts'
import { statistic } from '../fields/statistic.ts'
import { subscriberSubset } from '../fields/subscriber-subset.ts'

export const topupAmount = defineSpec({
  kind: 'topup_amount',
  schemaName: 'TopupAmount',
  level: 'nested',
  spatial: false,
  schema: z
    .strictObject({
      query_kind: z.literal('topup_amount'),
      ...intervalFields,
      statistic,
      subscriber_subset: subscriberSubset(),
      hours,
      sampling,
    })
    .superRefine(checkInterval)
    .meta({
      id: 'TopupAmount',
      description:
        'The amounts for which each subscriber topped up, as one number, in the country’s currency (variance: its square).',
    }),
  unit: () => null,
  parts: [],
})
