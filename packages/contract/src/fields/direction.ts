import { z } from 'zod'
import type { EventType } from './event-types.ts'

const DIRECTIONS = ['in', 'out', 'both'] as const

/** Whether subscribers made an event (`out`) or received it (`in`). */
export type Direction = (typeof DIRECTIONS)[number]

/** The event types that tell who began: a data session or a top-up has one side only. */
const DIRECTED_EVENT_TYPES: readonly EventType[] = ['calls', 'sms']

/** Which events count by who began them; canonical: always written out. */
export const direction = z
  .enum(DIRECTIONS)
  .nullish()
  .transform(value => value ?? 'both')
  .describe('Only events that subscribers received (in) or made (out). Leave out for both.')

/** Refuses a direction of events that have none. */
export function checkDirection(
  spec: { readonly direction: Direction; readonly event_types: readonly EventType[] },
  context: z.RefinementCtx,
): void {
  const undirected = spec.event_types.filter(type => !DIRECTED_EVENT_TYPES.includes(type))
  if (spec.direction !== 'both' && undirected.length > 0)
    context.addIssue({
      code: 'custom',
      path: ['direction'],
      message: `Must be both with the event types ${undirected.join(' and ')}, which have no direction.`,
    })
}
