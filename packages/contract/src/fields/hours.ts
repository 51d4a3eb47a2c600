import { z } from 'zod'

const hour = z.int().min(0).max(24)

/** `[start_hour:00, end_hour:00)` in canonical form; null for the whole day. */
const window = z.strictObject({ start_hour: hour, end_hour: hour }).transform((given, context) => {
  const start_hour = given.start_hour === 24 ? 0 : given.start_hour
  const end_hour = given.end_hour === 0 ? 24 : given.end_hour
  const empty = given.start_hour === given.end_hour || (given.start_hour === 24 && given.end_hour === 0)
  if (empty) {
    context.addIssue({ code: 'custom', message: 'start_hour and end_hour leave no time between them.' })
    return z.NEVER
  }
  return start_hour === 0 && end_hour === 24 ? null : { start_hour, end_hour }
})

/**
 * A window of hours that applies to each day of the period: `[start_hour:00, end_hour:00)`, 24 being the end of
 * the day. A start after the end wraps round midnight: 20 to 6 is the evening and the early morning of each
 * calendar day. The whole day is the same question as no window at all.
 */
export const hours = window
  .nullish()
  .transform(given => given ?? null)
  .describe(
    'Only events in these hours of each day, from start_hour on and before end_hour, both from 0 to 24: 20 to 6 for nights, 9 to 17 for the working day. Leave out for all hours.',
  )

/** The hours that are the night: a window as {@link hours}, which leaves some of the day over. */
export const nightHours = window
  .transform((given, context) => {
    if (given !== null) return given
    context.addIssue({ code: 'custom', message: 'Must leave some hours to the day.' })
    return z.NEVER
  })
  .describe('The hours that count as night, e.g. 20 to 6; the first is one of them, the last is not.')

/** A window of hours in canonical form. */
export type Hours = NonNullable<z.output<typeof hours>>
