import { z } from 'zod'

/** Why an address that an administrator has named could not be asked, by a stable code. */
export const UNREACHABLE_REASONS = [
  'name_unknown',
  'nothing_listens',
  'connection_failed',
  'took_too_long',
  'status',
  'too_large',
  'address_forbidden',
  'password_in_address',
  'https_needed',
  'not_a_provider',
] as const
export type UnreachableReason = (typeof UNREACHABLE_REASONS)[number]

/** The same, with what the machine or the address said about it. */
export const unreachable = z.object({
  // What is kept of the last look at a server may have been written by another version.
  reason: z.enum(UNREACHABLE_REASONS).catch('connection_failed'),
  detail: z.string().optional().describe('A code such as `ECONNRESET`, or the HTTP status.'),
})
export type UnreachableDetails = z.output<typeof unreachable>
