// Made from the contract by `pnpm --filter flowclient builders`: what is changed here is lost. Texts come from the
// schemas in packages/contract/src/queries and from src/generator/remarks.ts.
import type { EventType, Hours, SubscriberSubset } from './shared.ts'

/**
 * In how many of the periods each subscriber had an event; who had none is left out.
 *
 * A part of other queries; it cannot be asked for by itself.
 */
export interface TotalActivePeriods {
  readonly query_kind: 'total_active_periods'
  /** The first moment of the first period. */
  readonly start_date: string
  /** How many periods there are, one after the other. */
  readonly total_periods: number
  /** How many days, hours or minutes each period has; 1 unless given. */
  readonly period_length?: number | null | undefined
  /** What the length of a period is counted in; days unless given. */
  readonly period_unit?: 'days' | 'hours' | 'minutes' | null | undefined
  /** Which events count: calls, sms, mds (mobile data sessions), topups. Leave out for calls and sms. */
  readonly event_types?: readonly EventType[] | null | undefined
  /** Only these subscribers: a per-subscriber query, or the id of a published subset. */
  readonly subscriber_subset?: SubscriberSubset | null | undefined
  /**
   * Only events in these hours of each day, from start_hour on and before end_hour, both from 0 to 24: 20 to 6
   * for nights, 9 to 17 for the working day. Leave out for all hours.
   */
  readonly hours?: Hours | null | undefined
}

/**
 * In how many of the periods each subscriber had an event; who had none is left out.
 *
 * A part of other queries; it cannot be asked for by itself.
 *
 * @example
 * ```ts
 * import { totalActivePeriods } from 'flowclient'
 *
 * const part = totalActivePeriods({ start_date: '2016-01-01', total_periods: 1 })
 * console.log(JSON.stringify(part))
 * ```
 */
export function totalActivePeriods(parameters: Omit<TotalActivePeriods, 'query_kind'>): TotalActivePeriods {
  return { query_kind: 'total_active_periods', ...parameters }
}
