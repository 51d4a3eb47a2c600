import { z } from 'zod'
import { addDays, addMinutes } from '../calendar.ts'
import { LONGEST_PERIOD_DAYS } from './interval.ts'
import { localTimestamp } from './timestamp.ts'

/** Enough for a week by the minute or a year by the hour; a list of more is nothing that anybody could look at. */
const MOST_PERIODS = 10_080

const MINUTES_OF_DAY = 24 * 60

const PERIOD_UNITS = ['days', 'hours', 'minutes'] as const

/** Periods of the same length, one after the other, by the clock on the wall. */
export interface Periods {
  readonly start_date: string
  readonly total_periods: number
  readonly period_length: number
  readonly period_unit: (typeof PERIOD_UNITS)[number]
}

/** The parameters that together say what periods a query tells apart. */
export const periodFields = {
  start_date: localTimestamp.describe('The first moment of the first period.'),
  total_periods: z
    .int()
    .min(1)
    .max(MOST_PERIODS)
    .describe('How many periods there are, one after the other.'),
  period_length: z
    .int()
    .min(1)
    .nullish()
    .transform(length => length ?? 1)
    .describe('How many days, hours or minutes each period has; 1 unless given.'),
  period_unit: z
    .enum(PERIOD_UNITS)
    .nullish()
    .transform(unit => unit ?? 'days')
    .describe('What the length of a period is counted in; days unless given.'),
}

/** How long each period is by the clock on the wall, in minutes. */
export function minutesOfPeriod({ period_length, period_unit }: Periods): number {
  return period_length * { days: MINUTES_OF_DAY, hours: 60, minutes: 1 }[period_unit]
}

/** The moment at which the last period has ended. */
export function endOfPeriods(periods: Periods): string {
  const { start_date, total_periods, period_length, period_unit } = periods
  return period_unit === 'days'
    ? addDays(start_date, total_periods * period_length)
    : addMinutes(start_date, total_periods * minutesOfPeriod(periods))
}

/** Refuses periods that last longer together than any data. */
export function checkPeriods(periods: Periods, context: z.RefinementCtx): void {
  if (periods.total_periods * minutesOfPeriod(periods) > LONGEST_PERIOD_DAYS * MINUTES_OF_DAY)
    context.addIssue({
      code: 'custom',
      path: ['total_periods'],
      message: 'Must end within ten years of start_date.',
    })
}
