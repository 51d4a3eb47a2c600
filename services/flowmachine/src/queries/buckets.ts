import { addDays, daysBetween, type Hours } from '@flowkit/contract'
import type { Bucket } from '../source/timed-events.ts'

const HOURS = Array.from({ length: 24 }, (_, hour) => hour)

/**
 * How many time buckets the clock on the wall shows in a period and its window of hours; the first and the last one
 * count where the period takes in any part of them. On days on which the clock is changed there are as many as on
 * others: an hour that is shown twice is one bucket, one that is skipped has no events.
 */
export function numberOfBuckets(
  bucket: Bucket,
  { start, end, hours }: { readonly start: string; readonly end: string; readonly hours: Hours | null },
): number {
  return daysBetween(start, end).reduce((total, day) => {
    const from = start > day ? Math.floor(minutesInto(start)) : 0
    const until = end < addDays(day, 1) ? Math.ceil(minutesInto(end)) : 24 * 60
    const minutes = HOURS.filter(hour => hours === null || isWithin(hours, hour))
      .map(hour => Math.min(until, (hour + 1) * 60) - Math.max(from, hour * 60))
      .filter(count => count > 0)
    const sum = minutes.reduce((one, other) => one + other, 0)
    return total + { day: Math.min(minutes.length, 1), hour: minutes.length, min: sum }[bucket]
  }, 0)
}

function minutesInto(timestamp: string): number {
  const [hour = 0, minute = 0, second = 0] = (timestamp.split('T')[1] ?? '').split(':').map(Number)
  return hour * 60 + minute + second / 60
}

function isWithin({ start_hour, end_hour }: Hours, hour: number): boolean {
  const [after, before] = [hour >= start_hour, hour < end_hour]
  return start_hour < end_hour ? after && before : after || before
}
