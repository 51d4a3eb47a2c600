import { z } from 'zod'
import { id, moment } from './fields.ts'
import { passkeyAnswer } from './passkeys.ts'

/** What somebody signs in with. Long texts are refused before they cost anything. */
export const credentials = z.object({
  username: z.string().max(200),
  password: z.string().max(1000),
  code: z.string().max(40).optional().describe('Of an authenticator or a backup code, where there is one.'),
  passkey: passkeyAnswer.optional().describe('Instead of a code.'),
})
export type Credentials = z.output<typeof credentials>

/** Who is signed in. */
export const session = z.object({
  user: z.object({ id, username: z.string(), is_admin: z.boolean() }),
  must_change_password: z.boolean().describe('Until it is changed, nothing but changing it is possible.'),
  has_password: z.boolean().describe('Whether there is one, or identity providers only.'),
  must_set_up_second_factor: z
    .boolean()
    .describe('Until there is one, little but setting it up is possible.'),
})
export type Session = z.output<typeof session>

/** Where somebody is signed in. */
export const mySession = z.object({
  id,
  started_at: moment,
  last_used_at: moment.describe('To a quarter of an hour.'),
  address: z.string().nullable(),
  user_agent: z.string().nullable(),
  is_current: z.boolean(),
})
export type MySession = z.output<typeof mySession>

/** A password alone, from somebody who is signed in. */
export const reauthentication = z.object({ password: z.string().max(1000) })

/** A change of password. */
export const passwordChange = z.object({
  current_password: z.string().max(1000),
  new_password: z.string().max(1000),
})
