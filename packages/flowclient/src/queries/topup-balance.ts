// Made from the contract by `pnpm --filter flowclient builders`: what is changed here is lost. Texts come from the
// schemas in packages/contract/src/queries and from src/generator/remarks.ts.
import type { Hours, Sampling, Statistic, SubscriberSubset } from './shared.ts'

/**
 * The balance that each subscriber had, as one number, in the country’s currency. It is told by their
 * top-ups: until the first it is what that one found, between two of them the mean of what the one left and
 * the next one found, after the last what that one left. avg, median, mode, stddev and variance weigh a
 * balance by the seconds that it was held, the variance as a sample of that many seconds; sum is in currency
 * times seconds; count is the number of top-ups; max and min are over what top-ups found and left.
 *
 * A part of other queries; it cannot be asked for by itself.
 */
export interface TopupBalance {
  readonly query_kind: 'topup_balance'
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
 * The balance that each subscriber had, as one number, in the country’s currency. It is told by their
 * top-ups: until the first it is what that one found, between two of them the mean of what the one left and
 * the next one found, after the last what that one left. avg, median, mode, stddev and variance weigh a
 * balance by the seconds that it was held, the variance as a sample of that many seconds; sum is in currency
 * times seconds; count is the number of top-ups; max and min are over what top-ups found and left.
 *
 * A part of other queries; it cannot be asked for by itself.
 *
 * @example
 * ```ts
 * import { topupBalance } from 'flowclient'
 *
 * const part = topupBalance({ start_date: '2016-01-01', end_date: '2016-01-08', statistic: 'avg' })
 * console.log(JSON.stringify(part))
 * ```
 */
export function topupBalance(parameters: Omit<TopupBalance, 'query_kind'>): TopupBalance {
  return { query_kind: 'topup_balance', ...parameters }
}
