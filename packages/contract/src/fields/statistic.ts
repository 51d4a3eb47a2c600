import { z } from 'zod'

/** What can be made of the several numbers that a subscriber has. */
export const STATISTICS = [
  'avg',
  'count',
  'max',
  'median',
  'min',
  'mode',
  'stddev',
  'sum',
  'variance',
] as const
export type Statistic = (typeof STATISTICS)[number]

/** How one number is made of the several that a subscriber has. Subscribers for whom it is not defined have none. */
export const statistic = z
  .enum(STATISTICS)
  .describe(
    'What is made of the numbers of each subscriber. Of several modes it is the least; stddev and variance are those of a sample, so they need two numbers.',
  )
