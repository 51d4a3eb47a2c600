const SHAPE = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?)?$/
const DAY_MS = 86_400_000

/** Leaves room for moments after the given one, which must also be written with four digits of a year. */
const LAST_YEAR = 9_900

/** The one spelling of a local timestamp; undefined where `text` is none. */
export function canonicalTimestamp(text: string): string | undefined {
  const match = SHAPE.exec(text)
  if (!match) return undefined
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = ''] = match
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  // Date rolls the 30th of February over to March, and refuses an hour of 25 by becoming invalid.
  if (Number.isNaN(date.getTime()) || !date.toISOString().startsWith(`${year}-${month}-${day}T${hour}`))
    return undefined
  if (Number(year) < 1 || Number(year) > LAST_YEAR) return undefined
  const time = `${hour}:${minute}:${second}${fraction.replace(/0+$/, '') && `.${fraction.replace(/0+$/, '')}`}`
  return time === '00:00:00' ? `${year}-${month}-${day}` : `${year}-${month}-${day}T${time}`
}

/** The canonical timestamp `days` later on the clock on the wall, whatever the zone does in between. */
export function addDays(timestamp: string, days: number): string {
  const [date = '', time] = timestamp.split('T')
  const moved = new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
  return time === undefined ? moved : `${moved}T${time}`
}

/** The canonical timestamp `minutes` later on the clock on the wall, whatever the zone does in between. */
export function addMinutes(timestamp: string, minutes: number): string {
  const [date = '', time = '00:00:00'] = timestamp.split('T')
  const moved = new Date(Date.parse(`${date}T${time.slice(0, 5)}Z`) + minutes * 60_000)
  const text = `${moved.toISOString().slice(0, 16)}${time.slice(5)}`
  return text.endsWith('T00:00:00') ? text.slice(0, 10) : text
}

/** The calendar days that `[start, end)` touches, in order, as `YYYY-MM-DD`. */
export function daysBetween(start: string, end: string): string[] {
  const days: string[] = []
  for (let day = start.slice(0, 10); day < end; day = addDays(day, 1)) days.push(day)
  return days
}
