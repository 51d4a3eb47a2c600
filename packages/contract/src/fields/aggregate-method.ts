import { z } from 'zod'

const OF_NUMBERS = ['avg', 'count', 'median', 'mode', 'stddev', 'sum', 'variance'] as const
const OF_WORDS = ['distr', 'mode'] as const

const METHODS = [...OF_NUMBERS, 'distr'] as const

/** What FlowKit also gives, and nobody may know. */
const OF_ONE_PERSON: readonly unknown[] = ['max', 'min']

/**
 * How values of subscribers are put together.
 *
 * @param whose Whose values they are, for analysts: such as `the subscribers of a place`.
 */
export const aggregateMethod = (whose: string) =>
  z
    .enum(METHODS, {
      error: ({ input }) =>
        OF_ONE_PERSON.includes(input)
          ? 'The greatest and the least value are those of one person, so they are not given. A histogram_aggregate shows how values are spread.'
          : undefined,
    })
    .describe(
      `What is made of ${whose}. Of numbers: avg, count (of subscribers who have one), median, mode, stddev, sum, variance. Of handsets: distr, the share of each value, or mode.`,
    )

/** Refuses a method that is not one of numbers, or not one of words, as the metric is. */
export function refuseOtherMethods(
  { metric, method }: { readonly metric: { readonly query_kind: string }; readonly method: string },
  context: z.RefinementCtx,
): void {
  const methods: readonly string[] = metric.query_kind === 'handset' ? OF_WORDS : OF_NUMBERS
  if (!methods.includes(method))
    context.addIssue({
      code: 'custom',
      path: ['method'],
      message: `Must be one of: ${methods.join(', ')}.`,
    })
}
