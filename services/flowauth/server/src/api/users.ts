import { z } from 'zod'
import { id, moment } from './fields.ts'

/** What a user is called, here and in tokens. */
export const usernameField = z
  .string()
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{N}._@+-]{0,74}$/u,
    'must be 1 to 75 letters, digits or . _ @ + -, beginning with a letter or digit',
  )

/** A user, as administrators see one. */
export const user = z.object({
  id,
  username: z.string(),
  is_admin: z.boolean(),
  suspended_at: moment.nullable(),
  created_at: moment,
  one_time_password_until: moment
    .nullable()
    .describe('Set until the first sign-in has replaced the password.'),
  needs_second_factor: z.boolean().describe('Whether an administrator has asked for one of this user.'),
  has_second_factor: z.boolean(),
  has_password: z.boolean(),
  providers: z.array(z.string()).describe('The names of the identity providers that know this user.'),
  roles: z.array(z.object({ id, name: z.string(), server_id: id, server_name: z.string() })),
})
export type User = z.output<typeof user>

/** A user to be added. */
export const newUser = z.object({
  username: usernameField,
  is_admin: z.boolean(),
  needs_second_factor: z.boolean().default(false),
  role_ids: z.array(id).max(1000),
})
export type NewUser = z.output<typeof newUser>

/** What is not mentioned stays as it is. */
export const userChange = z.strictObject({
  is_admin: z.boolean().optional(),
  suspended: z.boolean().optional(),
  needs_second_factor: z.boolean().optional(),
  role_ids: z.array(id).max(1000).optional(),
})
export type UserChange = z.output<typeof userChange>

/** A password that was made for somebody, shown this once. */
export const oneTimePassword = z.object({ password: z.string(), valid_until: moment })
export type OneTimePassword = z.output<typeof oneTimePassword>

/** A user who was added, and what they sign in with first. */
export const createdUser = z.object({ user, one_time_password: oneTimePassword })
