import { z } from 'zod'
import { defineSpec } from '../definition.ts'
import { hours } from '../fields/hours.ts'
import { checkInterval, intervalFields } from '../fields/interval.ts'
import { sampling } from '../fields/sampling.ts'
import { statistic } from '../fields/statistic.ts'
import { subscriberSubset } from '../fields/subscriber-subset.ts'

export const topupBalance = defineSpec({
  kind: 'topup_balance',
  schemaName: 'TopupBalance',
  level: 'nested',
  spatial: false,
  schema: z
    .strictObject({
      query_kind: z.literal('topup_balance'),
      ...intervalFields,
      statistic,
      subscriber_subset: subscriberSubset(),
      hours,
      sampling,
    })
    .superRefine(checkInterval)
    .meta({
      id: 'TopupBalance',
      description:
        'The balance that each subscriber had, as one number, in the country’s currency. It is told by their top-ups: until the first it is what that one found, between two of them the mean of what the one left and the next one found, after the last what that one left. avg, median, mode, stddev and variance weigh a balance by the seconds that it was held, the variance as a sample of that many seconds; sum is in currency times seconds; count is the number of top-ups; max and min are over what top-ups found and left.',
    }),
  unit: () => null,
  parts: [],
})
