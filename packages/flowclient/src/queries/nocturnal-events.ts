// Made from the contract by `pnpm --filter flowclient builders`: what is changed here is lost. Texts come from the
// schemas in packages/contract/src/queries and from src/generator/remarks.ts.
import type { EventType, Sampling, SubscriberSubset } from './shared.ts'

/**
 * What share of each subscriber’s events is at night, in per cent (0 to 100).
 *
 * A part of other queries; it cannot be asked for by itself.
 */
export interface NocturnalEvents {
  readonly query_kind: 'nocturnal_events'
  /** The first moment of the period. */
  readonly start_date: string
  /** The moment at which the period has ended: the day after the last one. */
  readonly end_date: string
  /** The hours that count as night, e.g. 20 to 6; the first is one of them, the last is not. */
  readonly night_hours: { readonly start_hour: number; readonly end_hour: number }
  /** Which events count: calls, sms, mds (mobile data sessions), topups. Leave out for calls and sms. */
  readonly event_types?: readonly EventType[] | null | undefined
  /** Only these subscribers: a per-subscriber query, or the id of a published subset. */
  readonly subscriber_subset?: SubscriberSubset | null | undefined
  /**
   * Compute on a random sample of the subscribers: of size of them, or of a fraction, which is more than 0 and
   * less than 1. The same seed draws the same sample; with random_ids it is from -1 to 1.
   */
  readonly sampling?: Sampling | null | undefined
}

/**
 * What share of each subscriber’s events is at night, in per cent (0 to 100).
 *
 * A part of other queries; it cannot be asked for by itself.
 *
 * @example
 * ```ts
 * import { nocturnalEvents } from 'flowclient'
 *
 * const part = nocturnalEvents({ start_date: '2016-01-01', end_date: '2016-01-08', night_hours: { start_hour: 20, end_hour: 6 } })
 * console.log(JSON.stringify(part))
 * ```
 */
export function nocturnalEvents(parameters: Omit<NocturnalEvents, 'query_kind'>): NocturnalEvents {
  return { query_kind: 'nocturnal_events', ...parameters }
}
