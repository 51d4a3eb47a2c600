import { z } from 'zod'
import { defineSpec } from '../definition.ts'
import { NUMERIC_METRICS, numericMetric } from './metrics.ts'

/** More bins than any group of subscribers fills with 16 each on a chart that can be read. */
const MOST_BINS = 1_000

const bins = z
  .strictObject({
    n_bins: z.int().min(1).max(MOST_BINS).nullish().describe('How many bins, all of the same width.'),
    bin_list: z
      .array(z.number())
      .min(2)
      .max(MOST_BINS + 1)
      .nullish()
      .describe('The edges of the bins, ascending.'),
  })
  .transform(({ n_bins, bin_list }, context) => {
    const refuse = (message: string, path: string[] = []) => {
      context.addIssue({ code: 'custom', path, message })
      return z.NEVER
    }
    if (typeof n_bins === 'number') return { n_bins, bin_list: null }
    if (!bin_list) return refuse('Must give n_bins or bin_list.')
    if (bin_list.some((edge, index) => index > 0 && edge <= (bin_list[index - 1] ?? edge)))
      return refuse('Must be ascending.', ['bin_list'])
    return { n_bins: null, bin_list }
  })
  .describe('Either n_bins or bin_list; where both are given, n_bins is followed.')

const bounds = z.strictObject({ lower_bound: z.number(), upper_bound: z.number() })
/** The same as a list, which is what FlowKit's Python client sends. */
const pair = z
  .array(z.number())
  .length(2)
  .transform(([lower_bound = 0, upper_bound = 0]) => ({ lower_bound, upper_bound }))

const range = z
  .union([bounds, pair])
  .refine(({ lower_bound, upper_bound }) => lower_bound < upper_bound, {
    path: ['upper_bound'],
    error: 'Must be greater than lower_bound.',
  })
  .nullish()
  .transform(bounds => bounds ?? null)
  .describe(
    'Only values within these bounds, both inclusive. With n_bins they are the outer edges; without them the edges are round numbers that leave out the most extreme subscribers.',
  )

export const histogramAggregate = defineSpec({
  kind: 'histogram_aggregate',
  schemaName: 'HistogramAggregate',
  level: 'top',
  spatial: false,
  schema: z
    .strictObject({
      query_kind: z.literal('histogram_aggregate'),
      metric: numericMetric,
      bins,
      range,
    })
    .meta({
      id: 'HistogramAggregate',
      description: 'How many subscribers have a value in each of several bins.',
    }),
  unit: () => null,
  parts: NUMERIC_METRICS,
})
