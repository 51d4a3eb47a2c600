import { addDays } from '@flowkit/contract/calendar'
import { type Shown, show } from './output.ts'
import { type ConnectionOptions, clientFrom } from './settings.ts'
import { tableOf } from './table.ts'
import type { Terminal } from './terminal.ts'

/** `flowclient dates`: writes for which days there are events. */
export async function dates(options: ConnectionOptions & Shown, terminal: Terminal): Promise<void> {
  const client = await clientFrom(options, terminal)
  const available = await client.availableDates({ signal: terminal.signal })
  const forPeople = () =>
    tableOf(
      Object.entries(available).map(([type, days]) => ({
        events: type,
        days: days.length,
        dates: periodsOf(days),
      })),
    )
  await show(available, forPeople, options, terminal)
}

/** Days in order, as the periods without a gap that they make up. */
export function periodsOf(days: readonly string[]): string {
  const periods: { first: string; last: string }[] = []
  for (const day of [...days].sort()) {
    const current = periods.at(-1)
    if (current !== undefined && day === addDays(current.last, 1)) current.last = day
    else periods.push({ first: day, last: day })
  }
  return periods.map(({ first, last }) => (first === last ? first : `${first} to ${last}`)).join(', ')
}
