import { z } from 'zod'
import { moment } from './fields.ts'
import { passkey } from './passkeys.ts'

/** How somebody's account is protected beside its password. */
export const secondFactor = z.object({
  authenticator_since: moment.nullable().describe('Null where there is none.'),
  passkeys: z.array(passkey),
  backup_codes_left: z.number(),
  required: z.boolean().describe('Whether the last one can only be replaced.'),
})
export type SecondFactor = z.output<typeof secondFactor>

/** What an authenticator app is given, as text and as what its QR code says. */
export const authenticatorSetup = z.object({
  secret: z.string().describe('In base32, as people type it into an app.'),
  uri: z.string(),
  setup: z.string().describe('To be sent back with the first code.'),
})
export type AuthenticatorSetup = z.output<typeof authenticatorSetup>

/** The first code, which shows that the app has the secret. */
export const authenticatorConfirmation = z.strictObject({
  setup: z.string().max(500),
  code: z.string().max(40),
})
export type AuthenticatorConfirmation = z.output<typeof authenticatorConfirmation>

/** Codes that are each good once, shown this once. */
export const backupCodes = z.object({ codes: z.array(z.string()) })
export type BackupCodes = z.output<typeof backupCodes>
