// Made from the contract by `pnpm --filter flowclient builders`: what is changed here is lost. Texts come from the
// schemas in packages/contract/src/queries and from src/generator/remarks.ts.
import type { Direction, EventType, Hours, Sampling, SubscriberSubset } from './shared.ts'

/**
 * How many events each subscriber had, wherever they were and whether or not the place is known.
 *
 * A part of other queries; it cannot be asked for by itself.
 */
export interface EventCount {
  readonly query_kind: 'event_count'
  /** The first moment of the period. */
  readonly start_date: string
  /** The moment at which the period has ended: the day after the last one. */
  readonly end_date: string
  /** Only events that subscribers received (in) or made (out). Leave out for both. */
  readonly direction?: Direction | null | undefined
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
 * How many events each subscriber had, wherever they were and whether or not the place is known.
 *
 * A part of other queries; it cannot be asked for by itself.
 *
 * @example
 * ```ts
 * import { eventCount } from 'flowclient'
 *
 * const part = eventCount({ start_date: '2016-01-01', end_date: '2016-01-08' })
 * console.log(JSON.stringify(part))
 * ```
 */
export function eventCount(parameters: Omit<EventCount, 'query_kind'>): EventCount {
  return { query_kind: 'event_count', ...parameters }
}
