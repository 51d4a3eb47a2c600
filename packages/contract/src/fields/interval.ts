import type { z } from 'zod'
import { addDays } from '../calendar.ts'
import { localTimestamp } from './timestamp.ts'

/** No deployment keeps records for longer, and each day of a period costs a look at what is held of it. */
export const LONGEST_PERIOD_DAYS = 3_660

/** The period that a query is about: events from `start_date` on and before `end_date`. */
export const intervalFields = {
  start_date: localTimestamp.describe('The first moment of the period.'),
  end_date: localTimestamp.describe('The moment at which the period has ended: the day after the last one.'),
}

/**
 * Refuses a period that holds no time, and one that is longer than any data.
 *
 * @param field The parameter that says when the period has ended, for kinds with several periods.
 */
export function checkInterval(
  { start_date, end_date }: { start_date: string; end_date: string },
  context: z.RefinementCtx,
  field = 'end_date',
): void {
  const start = field.replace('end', 'start')
  const refuse = (message: string) => context.addIssue({ code: 'custom', path: [field], message })
  if (end_date <= start_date) refuse(`Must be after ${start}.`)
  else if (end_date > addDays(start_date, LONGEST_PERIOD_DAYS))
    refuse(`Must be within ten years of ${start}.`)
}
