import { z } from 'zod'

const size = z.int().min(1).nullish()
const fraction = z.number().gt(0).lt(1).nullish()
const estimateCount = z
  .boolean()
  .nullish()
  .describe('Accepted for compatibility; the number of subscribers is always counted exactly.')

const method = <M extends string>(name: M, seed: z.ZodNumber, does: string) =>
  z
    .strictObject({
      sampling_method: z.literal(name),
      size: size.describe('How many subscribers to draw.'),
      fraction: fraction.describe('The share of subscribers to draw.'),
      estimate_count: estimateCount,
      seed: seed.describe('The same seed draws the same sample.'),
    })
    .describe(does)

/**
 * A random sample of the subscribers of a query. Exactly one of `size` and `fraction` is given. The canonical form
 * leaves out `estimate_count`, which changes nothing here.
 */
export const sampling = z
  .discriminatedUnion('sampling_method', [
    method(
      'random_ids',
      z.number().min(-1).max(1),
      'Draws exactly size subscribers, or that share of them rounded down.',
    ),
    method(
      'bernoulli',
      z.number(),
      'Draws each subscriber with the chance fraction, or exactly size of them.',
    ),
    method(
      'system',
      z.number(),
      'As bernoulli: subscribers are not stored in blocks that could be drawn whole.',
    ),
  ])
  .transform(({ sampling_method, size, fraction, seed }, context) => {
    const given = [size, fraction].filter(value => typeof value === 'number')
    if (given.length === 1) return { sampling_method, size: size ?? null, fraction: fraction ?? null, seed }
    context.addIssue({ code: 'custom', message: 'Must give exactly one of size and fraction.' })
    return z.NEVER
  })
  .nullish()
  .transform(value => value ?? null)
  .describe(
    'Compute on a random sample of the subscribers: of size of them, or of a fraction, which is more than 0 and less than 1. The same seed draws the same sample; with random_ids it is from -1 to 1.',
  )

export type Sampling = NonNullable<z.output<typeof sampling>>
