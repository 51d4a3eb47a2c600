import { addDays, canonicalTimestamp } from '@flowkit/contract/calendar'

/**
 * The days from `start_date` up to, but not including, `end_date`.
 *
 * @throws {RangeError} when the dates are no days, or there is no day between them.
 *
 * @example
 * ```ts
 * import { dates } from 'flowclient'
 *
 * console.log(dates('2016-01-01', '2016-01-04')) // 2016-01-01, 2016-01-02, 2016-01-03
 * ```
 */
export function dates(start_date: string, end_date: string): string[] {
  const end = dayOf(end_date)
  const days: string[] = []
  for (let day = dayOf(start_date); day < end; day = addDays(day, 1)) days.push(day)
  if (days.length === 0) throw new RangeError(`There is no day from ${start_date} up to before ${end_date}`)
  return days
}

function dayOf(text: string): string {
  const day = canonicalTimestamp(text)
  if (day === undefined || day.includes('T')) throw new RangeError(`${text} is not a day such as 2016-01-31`)
  return day
}
