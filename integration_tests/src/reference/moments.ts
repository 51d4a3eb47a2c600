import type { Hours } from './specs.ts'

const DAY_MS = 86_400_000

/** A moment in full, `2016-01-01T00:00:00.000000`, from any spelling of it; sorts as text. */
export function moment(text: string): string {
  const [day = '', time = ''] = text.split(/[T ]/)
  const [clock = '', fraction = ''] = time.split('.')
  const [hour = '00', minute = '00', second = '00'] = clock === '' ? [] : clock.split(':')
  return `${day}T${hour}:${minute}:${second}.${fraction.padEnd(6, '0')}`
}

/** The same time of the day, one day later. */
export function oneDayLater(text: string): string {
  const [day = '', time] = moment(text).split('T')
  return `${new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10)}T${time}`
}

/** The calendar day of a moment. */
export function dayOf(text: string): string {
  return text.slice(0, 10)
}

/** Whether a moment lies in the window on its own calendar day: from the start hour on, before the end hour. */
export function isWithin(hours: Hours, text: string): boolean {
  const hour = Number(text.slice(11, 13))
  const { start_hour, end_hour } = hours
  return start_hour <= end_hour
    ? start_hour <= hour && hour < end_hour
    : start_hour <= hour || hour < end_hour
}
