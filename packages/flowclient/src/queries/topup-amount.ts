// Made from the contract by `pnpm --filter flowclient builders`: what is changed here is lost. Texts come from the
// schemas in packages/contract/src/queries and from src/generator/remarks.ts.
import type { Hours, Sampling, Statistic, SubscriberSubset } from './shared.ts'

/**
 * The amounts for which each subscriber topped up, as one number, in the country’s currency (variance: its
 * square).
 *
 * A part of other queries; it cannot be asked for by itself.
 */
export interface TopupAmount {
  readonly query_kind: 'topup_amount'
  /** The first moment of the period. */
  readonly start_date: string
  /** The moment at which the period has ended: the day after the last one. */
  readonly end_date: string
  /**
   * What is made of the numbers of each subscriber. Of several modes it is the least; stddev and variance are
   * those of a sample, so they need two numbers.
   */
  readonly statistic: Statistic
  /** Only these subscribers: a per-subscriber query, or the id of a published subset. */
  readonly subscriber_subset?: SubscriberSubset | null | undefined
  /**
   * Only events in these hours of each day, from start_hour on and before end_hour, both from 0 to 24: 20 to 6
   * for nights, 9 to 17 for the working day. Leave out for all hours.
   */
  readonly hours?: Hours | null | undefined
  /**
   * Compute on a random sample of the subscribers: of size of them, or of a fraction, which is more than 0 and
   * less than 1. The same seed draws the same sample; with random_ids it is from -1 to 1.
   */
  readonly sampling?: Sampling | null | undefined
}

/**
 * The amounts for which each subscriber topped up, as one number, in the country’s currency (variance: its
 * square).
 *
 * A part of other queries; it cannot be asked for by itself.
 *
 * @example
 * ```ts
 * import { topupAmount } from 'flowclient'
 *
 * const part = topupAmount({ start_date: '2016-01-01', end_date: '2016-01-08', statistic: 'avg' })
 * console.log(JSON.stringify(part))
 * ```
 */
export function topupAmount(parameters: Omit<TopupAmount, 'query_kind'>): TopupAmount {
  return { query_kind: 'topup_amount', ...parameters }
}
