// Made from the contract by `pnpm --filter flowclient builders`: what is changed here is lost. Texts come from the
// schemas in packages/contract/src/queries and from src/generator/remarks.ts.
import type { EventType, Hours, Sampling, SubscriberSubset } from './shared.ts'

/**
 * How many subscribers were active in exactly the same periods: grp lists the starts of the periods in which
 * they had an event. Who had none is left out.
 */
export interface CalendarActivity {
  readonly query_kind: 'calendar_activity'
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
  /**
   * Compute on a random sample of the subscribers: of size of them, or of a fraction, which is more than 0 and
   * less than 1. The same seed draws the same sample; with random_ids it is from -1 to 1.
   */
  readonly sampling?: Sampling | null | undefined
}

/**
 * How many subscribers were active in exactly the same periods: grp lists the starts of the periods in which
 * they had an event. Who had none is left out.
 *
 * @example
 * ```ts
 * import { calendarActivity, connect } from 'flowclient'
 *
 * const client = connect({ url: 'https://flowkit.example.org', token: 'eyJ…' })
 * const query = calendarActivity({ start_date: '2016-01-01', total_periods: 1 })
 * const handle = await client.run(query)
 * for await (const row of handle.rows()) console.log(row)
 * ```
 */
export function calendarActivity(parameters: Omit<CalendarActivity, 'query_kind'>): CalendarActivity {
  return { query_kind: 'calendar_activity', ...parameters }
}
