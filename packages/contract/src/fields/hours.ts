import { z } from 'zod'

const hour = z.int().min(0).max(24)

/**
 * A window of hours that applies to each day of the period: `[start_hour:00, end_hour:00)`, 24 being the end of
 * the day. A start after the end wraps round midnight: 20 to 6 is the evening and the early morning of each
 * calendar day. The whole day is the same question as no window at all.
 */
export const hours = z
  .strictObject({ start_hour: hour, end_hour: hour })
  .transform((window, context) => {
    const start_hour = window.start_hour === 24 ? 0 : window.start_hour
    const end_hour = window.end_hour === 0 ? 24 : window.end_hour
    const empty = window.start_hour === window.end_hour || (window.start_hour === 24 && window.end_hour === 0)
    if (empty) {
      context.addIssue({ code: 'custom', message: 'start_hour and end_hour leave no time between them.' })
      return z.NEVER
    }
    return start_hour === 0 && end_hour === 24 ? null : { start_hour, end_hour }
  })
  .nullish()
  .transform(window => window ?? null)
  .describe('Only events in these hours of each day, e.g. 20 to 6 for nights. Leave out for all hours.')

/** A window of hours in canonical form. */
export type Hours = NonNullable<z.output<typeof hours>>
