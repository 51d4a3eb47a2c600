import type { Settings } from './config.ts'

/** What the quick start asks of its supervisor, over the channel between them. */
export type Order =
  | { readonly start: 'servers'; readonly settings: Settings; readonly postgresConfiguration: string }
  | { readonly start: 'services' }

/** What the supervisor answers to an order. */
export type Report =
  | { readonly started: 'servers' | 'services' }
  | { readonly failed: string; readonly takenPort?: number }
