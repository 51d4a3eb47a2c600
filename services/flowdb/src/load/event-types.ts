/** The tables of events. */
export const EVENT_TYPES = ['calls', 'sms', 'mds', 'topups', 'forwards'] as const
export type EventType = (typeof EVENT_TYPES)[number]

/** What one load replaces: the events of a type on a day. */
export interface DayOfType {
  readonly type: EventType
  /** The local date, such as `2016-01-01`. */
  readonly date: string
}

/** The name of a day as its tables begin with it, such as `calls_20160101`. */
export function dayName({ type, date }: DayOfType): string {
  return `${type}_${date.replaceAll('-', '')}`
}

/** The local date after another one. */
export function dayAfter(date: string): string {
  const next = new Date(`${date}T00:00:00Z`)
  next.setUTCDate(next.getUTCDate() + 1)
  return next.toISOString().slice(0, 10)
}
