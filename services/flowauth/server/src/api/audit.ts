import { z } from 'zod'
import { givenMoment, moment } from './fields.ts'

/** All that is recorded. */
export const AUDIT_EVENTS = [
  'signed_in',
  'sign_in_failed',
  'signed_out',
  'session_ended',
  'reauthenticated',
  'reauthentication_failed',
  'password_changed',
  'second_factor_set_up',
  'second_factor_given_up',
  'backup_codes_made',
  'passkey_added',
  'passkey_removed',
  'identity_linked',
  'identity_unlinked',
  'token_made',
  'token_renewed',
  'token_revoked',
  'client_let_in',
  'client_refused',
  'client_code_wrong',
  'client_ended',
  'user_added',
  'user_changed',
  'password_reset',
  'password_switched_off',
  'second_factor_reset',
  'server_registered',
  'server_changed',
  'server_scopes_replaced',
  'server_removed',
  'role_added',
  'role_changed',
  'role_removed',
  'provider_added',
  'provider_changed',
  'provider_removed',
  'key_added',
  'key_retired',
  'secrets_encrypted_anew',
] as const
export type AuditEvent = (typeof AUDIT_EVENTS)[number]

/** One thing that was done. */
export const auditEntry = z.object({
  id: z.number(),
  at: moment,
  event: z.string(),
  username: z.string().nullable(),
  address: z.string().nullable(),
  about: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
})
export type AuditEntry = z.output<typeof auditEntry>

/** Which of them: all that are named must fit. */
export const auditFilter = z.strictObject({
  event: z.enum(AUDIT_EVENTS).optional(),
  username: z.string().max(75).optional().describe('Who did it, or whom it was about.'),
  from: givenMoment.optional(),
  until: givenMoment.optional().describe('The first moment that is not asked for.'),
})
export type AuditFilter = z.output<typeof auditFilter>

/** A page of them. */
export const auditQuery = auditFilter.extend({
  before: z.coerce
    .number()
    .int()
    .positive()
    .optional()
    .describe('The id of the last one of the page before.'),
})

/** Some, newest first. */
export const auditPage = z.object({ entries: z.array(auditEntry), more: z.boolean() })
export type AuditPage = z.output<typeof auditPage>
