/** Local calendar dates as numbers: days since 1970-01-01. Times of day are seconds since local midnight. */
export type DayNumber = number

const MS_PER_DAY = 86_400_000

/** How many seconds of the clock a day has. Where a clock is put forward, PostgreSQL moves the missing hour on. */
export const SECONDS_PER_DAY = 86_400

/** The day of a date such as `2016-01-01`. */
export function dayNumber(date: string): DayNumber {
  return Date.parse(`${date}T00:00:00Z`) / MS_PER_DAY
}

/** The date of a day, such as `2016-01-01`. */
export function isoDate(day: DayNumber): string {
  return new Date(day * MS_PER_DAY).toISOString().slice(0, 10)
}

/** The day of the week: 0 is Monday, 6 is Sunday. */
export function weekday(day: DayNumber): number {
  return (((day + 3) % 7) + 7) % 7
}

const CLOCK = Array.from({ length: SECONDS_PER_DAY }, (_, second) =>
  [second / 3600, (second / 60) % 60, second % 60]
    .map(part => `${Math.floor(part)}`.padStart(2, '0'))
    .join(':'),
)

/** The time of day of a second since midnight, such as `08:15:30`. */
export function clockTime(second: number): string {
  return CLOCK[second] ?? '00:00:00'
}
