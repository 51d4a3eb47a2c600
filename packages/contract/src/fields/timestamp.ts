import { z } from 'zod'
import { canonicalTimestamp } from '../calendar.ts'

/**
 * A moment in the deployment's own time zone, written as ISO 8601 without an offset: `2016-01-01` (midnight),
 * `2016-01-01T08:30:00` or `2016-01-01 08:30:00`. The canonical form drops a time of midnight and a fraction
 * of zero, so that every spelling of one moment is one text, and texts sort as the moments do.
 */
export const localTimestamp = z
  .string()
  .transform((text, context) => {
    const canonical = canonicalTimestamp(text)
    if (canonical !== undefined) return canonical
    context.addIssue({ code: 'custom', message: 'Not a valid datetime.' })
    return z.NEVER
  })
  .meta({ type: 'string', format: 'date-time', examples: ['2016-01-01'] })

/** A day in the deployment's own time zone: `2016-01-01`. */
export const localDate = z
  .string()
  .refine(text => text.length === '2016-01-01'.length && canonicalTimestamp(text) === text, {
    error: 'Not a valid date.',
  })
  .meta({ type: 'string', format: 'date', examples: ['2016-01-01'] })
