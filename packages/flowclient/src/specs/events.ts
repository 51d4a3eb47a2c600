import type { RadiusOfGyration } from './radius-of-gyration.ts'
import type { ReferenceLocation } from './reference-location.ts'

/** The kinds of events: calls, text messages, sessions of mobile data, and top-ups of credit. */
export type EventType = 'calls' | 'sms' | 'mds' | 'topups'

/**
 * A window of hours on each day, in the operator's local time, from the start of `start_hour` to the start of
 * `end_hour`. 9 to 17 is the working day; 20 to 6 is the evening and the early morning of each calendar day.
 */
export interface Hours {
  /** 0 to 24. */
  readonly start_hour: number
  /** 0 to 24, where 24 is the end of the day. */
  readonly end_hour: number
}

/** Which events a query reads, and whose. */
export interface Events {
  /** Which kinds of events count. Without it calls and sms do, but neither mds nor topups. */
  readonly event_types?: readonly EventType[] | null | undefined
  /** Only events in these hours of each day. Without it all hours count. */
  readonly hours?: Hours | null | undefined
  /**
   * Only these subscribers: those for whom another query finds a place or a number, or a subset that the administrator has
   * published, by its id. Without it everybody counts.
   */
  readonly subscriber_subset?: string | ReferenceLocation | RadiusOfGyration | null | undefined
}

/** A period. Dates are local to the operator, and written `2016-01-31` or, with a time, `2016-01-31T18:00:00`. */
export interface Period {
  /** The first day, or the first moment. */
  readonly start_date: string
  /** The day after the last one, or the moment at which the period has ended. */
  readonly end_date: string
}
