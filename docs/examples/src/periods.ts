import { type AvailableDates, dates, type EventType } from 'flowclient'

/** Some days: from the first one up to, but not including, the last. */
export interface Period {
  readonly start_date: string
  readonly end_date: string
}

/** The days for which there are calls. There must be some. */
export function daysOfCalls(available: AvailableDates): readonly string[] {
  return daysOf(available, 'calls')
}

/** The days for which there are events of a type. There must be some. */
export function daysOf(available: AvailableDates, type: EventType): readonly string[] {
  const days = available[type] ?? []
  if (days.length === 0) throw new Error(`There are no days of ${type}.`)
  return [...days].sort()
}

/** The day after a day. */
export function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
}

/** The first periods of equal length, as long as possible, that days in a row fall into. */
export function split(days: readonly string[], parts: number): Period[] {
  const length = Math.floor(days.length / parts)
  if (length === 0) throw new Error(`${days.length} days are too few to be compared.`)
  return Array.from({ length: parts }, (_, part) => {
    const own = days.slice(part * length, (part + 1) * length)
    const [first = ''] = own
    const end_date = dayAfter(own.at(-1) ?? first)
    if (dates(first, end_date).length !== length)
      throw new Error(`Days are missing between ${first} and ${end_date}.`)
    return { start_date: first, end_date }
  })
}
