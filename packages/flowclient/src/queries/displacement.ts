// Made from the contract by `pnpm --filter flowclient builders`: what is changed here is lost. Texts come from the
// schemas in packages/contract/src/queries and from src/generator/remarks.ts.
import type { EventType, Hours, Sampling, Statistic, SubscriberSubset } from './shared.ts'
import type { ReferenceLocation } from './unions.ts'

/**
 * How far from their reference location each subscriber was seen, as one number in kilometres over their
 * located events (variance: its square). Subscribers without a reference location are left out.
 *
 * A part of other queries; it cannot be asked for by itself.
 */
export interface Displacement {
  readonly query_kind: 'displacement'
  /** The first moment of the period. */
  readonly start_date: string
  /** The moment at which the period has ended: the day after the last one. */
  readonly end_date: string
  /**
   * What is made of the numbers of each subscriber. Of several modes it is the least; stddev and variance are
   * those of a sample, so they need two numbers.
   */
  readonly statistic: Statistic
  /** Where distances are measured from, e.g. a modal_location, by lon-lat. */
  readonly reference_location: ReferenceLocation
  /** Which events count: calls, sms, mds (mobile data sessions), topups. Leave out for calls and sms. */
  readonly event_types?: readonly EventType[] | null | undefined
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
 * How far from their reference location each subscriber was seen, as one number in kilometres over their
 * located events (variance: its square). Subscribers without a reference location are left out.
 *
 * A part of other queries; it cannot be asked for by itself.
 *
 * @example
 * ```ts
 * import { dailyLocation, displacement } from 'flowclient'
 *
 * const part = displacement({
 *   start_date: '2016-01-01',
 *   end_date: '2016-01-08',
 *   statistic: 'avg',
 *   reference_location: dailyLocation({ date: '2016-01-01', method: 'last', aggregation_unit: 'lon-lat' }),
 * })
 * console.log(JSON.stringify(part))
 * ```
 */
export function displacement(parameters: Omit<Displacement, 'query_kind'>): Displacement {
  return { query_kind: 'displacement', ...parameters }
}
