import { z } from 'zod'

/** The kinds of events that queries can be asked about. */
export const EVENT_TYPES = ['calls', 'sms', 'mds', 'topups'] as const
export type EventType = (typeof EVENT_TYPES)[number]

/** What is read when a query names no event types: calls and SMS, as in FlowKit, not everything. */
const DEFAULT_EVENT_TYPES: readonly EventType[] = ['calls', 'sms']

/** The event types that a query reads; canonical: sorted, each once. */
export const eventTypes = z
  .array(z.enum(EVENT_TYPES))
  .min(1)
  .nullish()
  .transform(types => [...new Set(types ?? DEFAULT_EVENT_TYPES)].sort())
  .describe(
    'Which events count: calls, sms, mds (mobile data sessions), topups. Leave out for calls and sms.',
  )
