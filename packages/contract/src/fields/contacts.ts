import type { z } from 'zod'
import type { EventType } from './event-types.ts'

/** The event types that have somebody at the other end. */
const CONTACT_EVENT_TYPES: readonly EventType[] = ['calls', 'sms']

/** Refuses to look for the contacts of events that have one side only. */
export function checkContacts(
  { event_types }: { readonly event_types: readonly EventType[] },
  context: z.RefinementCtx,
): void {
  const alone = event_types.filter(type => !CONTACT_EVENT_TYPES.includes(type))
  if (alone.length > 0)
    context.addIssue({
      code: 'custom',
      path: ['event_types'],
      message: `Must be calls or sms: ${alone.join(' and ')} have nobody at the other end.`,
    })
}
