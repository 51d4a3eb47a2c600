import { z } from 'zod'
import { addDays } from '../calendar.ts'
import { defineSpec } from '../definition.ts'
import { LONGEST_PERIOD_DAYS } from '../fields/interval.ts'
import { ADMINISTRATIVE_UNITS } from '../fields/spatial-unit.ts'
import { localTimestamp } from '../fields/timestamp.ts'

/** What a transaction has amounts of. */
const METRICS = ['amount', 'commission', 'discount', 'fee'] as const

const wholeDay = localTimestamp.refine(text => !text.includes('T'), { error: 'Must be a whole day.' })

export const dfsMetricTotalAmount = defineSpec({
  kind: 'dfs_metric_total_amount',
  schemaName: 'DFSTotalMetricAmount',
  level: 'top',
  spatial: true,
  units: ADMINISTRATIVE_UNITS,
  schema: z
    .strictObject({
      query_kind: z.literal('dfs_metric_total_amount'),
      start_date: wholeDay.describe('The first day.'),
      end_date: wholeDay.describe('The last day, which is one of the period.'),
      metric: z.enum(METRICS).describe('Which of the amounts of a transaction.'),
      aggregation_unit: z.enum(ADMINISTRATIVE_UNITS).describe('The areas that the answer is about.'),
    })
    .superRefine(({ start_date, end_date }, context) => {
      const refuse = (message: string) => context.addIssue({ code: 'custom', path: ['end_date'], message })
      if (end_date < start_date) refuse('Must not be before start_date.')
      else if (end_date > addDays(start_date, LONGEST_PERIOD_DAYS))
        refuse('Must be within ten years of start_date.')
    })
    .meta({
      id: 'DFSTotalMetricAmount',
      description:
        'How much money went through mobile-money transactions on each day in each place, in the country’s currency. A transaction counts for each of its sides where that side was, so twice where both were in one place.',
    }),
  unit: ({ aggregation_unit }) => ({
    aggregation_unit,
    mapping_table: null,
    geom_table: null,
    geom_table_join_column: null,
  }),
  parts: [],
})
