// Made from the contract by `pnpm --filter flowclient builders`: what is changed here is lost. Texts come from the
// schemas in packages/contract/src/queries and from src/generator/remarks.ts.
import type { EventType, Hours, Sampling, SubscriberSubset } from './shared.ts'

/**
 * A property of the phone of each subscriber, by its type allocation code (TAC); null where the code is not
 * known.
 *
 * A part of other queries; it cannot be asked for by itself.
 */
export interface Handset {
  readonly query_kind: 'handset'
  /** The first moment of the period. */
  readonly start_date: string
  /** The moment at which the period has ended: the day after the last one. */
  readonly end_date: string
  /**
   * Which property: the type of the handset (smart, feature or basic), its brand or model, the name or the
   * vendor of its software.
   */
  readonly characteristic: 'hnd_type' | 'brand' | 'model' | 'software_os_name' | 'software_os_vendor'
  /**
   * last: of the phone of the latest event that tells one; most-common: the value that most of those events
   * have.
   */
  readonly method: 'last' | 'most-common'
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
 * A property of the phone of each subscriber, by its type allocation code (TAC); null where the code is not
 * known.
 *
 * A part of other queries; it cannot be asked for by itself.
 *
 * @example
 * ```ts
 * import { handset } from 'flowclient'
 *
 * const part = handset({ start_date: '2016-01-01', end_date: '2016-01-08', characteristic: 'hnd_type', method: 'last' })
 * console.log(JSON.stringify(part))
 * ```
 */
export function handset(parameters: Omit<Handset, 'query_kind'>): Handset {
  return { query_kind: 'handset', ...parameters }
}
