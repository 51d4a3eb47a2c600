import { type AggregatePeriod, addDays, daysBetween, type Hours } from '@flowkit/contract'
import type { Bucket } from '../source/timed-events.ts'

const HOURS = Array.from({ length: 24 }, (_, hour) => hour)

/** A period in local time, and the window of hours of each of its days. */
interface Window {
  readonly start: string
  readonly end: string
  readonly hours: Hours | null
}

/**
 * How many time buckets the clock on the wall shows in a period and its window of hours; the first and the last one
 * count where the period takes in any part of them. On days on which the clock is changed there are as many as on
 * others: an hour that is shown twice is one bucket, one that is skipped has no events.
 */
export function numberOfBuckets(bucket: Bucket, window: Window): number {
  return numberOfPeriods(bucket === 'min' ? 'minute' : bucket, window)
}

/** The same of periods from a second to a century. */
export function numberOfPeriods(period: AggregatePeriod, window: Window): number {
  const days = daysBetween(window.start, window.end).filter(day => touched(day, 60, window).length > 0)
  const sum = (count: (day: string) => number) => days.reduce((total, day) => total + count(day), 0)
  const distinct = (start: (day: string) => string | number) => new Set(days.map(start)).size
  switch (period) {
    case 'second':
      return sum(day => total(touched(day, 1, window)))
    case 'minute':
      return sum(day => total(touched(day, 60, window)))
    case 'hour':
      return sum(day => touched(day, 60, window).length)
    case 'day':
      return days.length
    case 'month':
      return distinct(day => day.slice(0, 7))
    case 'year':
      return distinct(day => day.slice(0, 4))
    case 'century':
      // The first century has the years 1 to 100.
      return distinct(day => Math.ceil(Number(day.slice(0, 4)) / 100))
  }
}

/** Of each hour of a day that is touched, how many stretches of that many seconds are. */
function touched(day: string, seconds: number, { start, end, hours }: Window): number[] {
  const from = start > day ? Math.floor(secondsInto(start) / seconds) : 0
  const until = end < addDays(day, 1) ? Math.ceil(secondsInto(end) / seconds) : (24 * 3_600) / seconds
  const ofHour = 3_600 / seconds
  return HOURS.filter(hour => hours === null || isWithin(hours, hour))
    .map(hour => Math.min(until, (hour + 1) * ofHour) - Math.max(from, hour * ofHour))
    .filter(count => count > 0)
}

const total = (counts: readonly number[]) => counts.reduce((one, other) => one + other, 0)

function secondsInto(timestamp: string): number {
  const [hour = 0, minute = 0, second = 0] = (timestamp.split('T')[1] ?? '').split(':').map(Number)
  return hour * 3_600 + minute * 60 + second
}

function isWithin({ start_hour, end_hour }: Hours, hour: number): boolean {
  const [after, before] = [hour >= start_hour, hour < end_hour]
  return start_hour < end_hour ? after && before : after || before
}
