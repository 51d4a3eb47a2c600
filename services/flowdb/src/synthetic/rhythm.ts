import { at } from './at.ts'
import { type DayNumber, weekday } from './dates.ts'
import { below, type Random } from './random.ts'
import { Weighted } from './weighted.ts'

/** What people do with their phones. */
export type Activity = 'calls' | 'sms' | 'mds' | 'topups' | 'transfers'

/** How much happens in each hour of a day, from midnight on; only the proportions count. */
const HOURS: Record<Activity, readonly number[]> = {
  calls: [6, 3, 2, 2, 4, 14, 34, 56, 72, 82, 88, 86, 78, 72, 72, 76, 84, 96, 108, 104, 84, 56, 30, 14],
  sms: [14, 7, 4, 3, 4, 10, 26, 46, 60, 68, 72, 74, 76, 72, 70, 72, 78, 86, 94, 100, 98, 82, 54, 28],
  mds: [34, 20, 12, 9, 9, 16, 34, 52, 60, 62, 64, 68, 76, 72, 68, 70, 74, 82, 92, 104, 112, 110, 88, 58],
  topups: [3, 1, 1, 1, 3, 12, 40, 76, 84, 80, 74, 70, 70, 64, 62, 66, 78, 96, 100, 78, 48, 24, 10, 5],
  transfers: [1, 1, 1, 1, 2, 6, 20, 48, 76, 92, 96, 92, 78, 74, 78, 84, 88, 84, 66, 40, 22, 12, 5, 2],
}

/** How much happens from Monday to Sunday, as a multiple of the average day. */
const WEEKDAYS: Record<Activity, readonly number[]> = {
  calls: [1.04, 1.02, 1.01, 1.03, 1.14, 1.0, 0.76],
  sms: [0.99, 0.97, 0.97, 0.98, 1.07, 1.06, 0.96],
  mds: [0.95, 0.94, 0.95, 0.96, 1.0, 1.11, 1.09],
  topups: [1.08, 0.98, 0.96, 1.0, 1.22, 1.06, 0.7],
  transfers: [1.1, 1.03, 1.0, 1.04, 1.26, 1.0, 0.57],
}

const HOUR_DRAWS = {
  calls: new Weighted(HOURS.calls),
  sms: new Weighted(HOURS.sms),
  mds: new Weighted(HOURS.mds),
  topups: new Weighted(HOURS.topups),
  transfers: new Weighted(HOURS.transfers),
}

/** A time of day at which something happens: seconds since midnight. */
export function timeOfDay(activity: Activity, random: Random): number {
  return 3600 * HOUR_DRAWS[activity].draw(random) + below(random, 3600)
}

/** How much happens on a day, as a multiple of the average day. */
export function weekdayFactor(activity: Activity, day: DayNumber): number {
  return at(WEEKDAYS[activity], weekday(day))
}
