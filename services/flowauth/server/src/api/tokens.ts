import { z } from 'zod'
import { id, lifetimeMinutes, moment, scopeNames, tokenName } from './fields.ts'

/** A role to put into a token: the whole, or some of its scopes. */
const chosenRole = z.strictObject({ id, scopes: scopeNames.min(1).optional() })
export type ChosenRole = z.output<typeof chosenRole>

/** What a token is to allow, and for how long: without a lifetime, for as long as possible. */
export const tokenChoice = z.strictObject({
  roles: z.array(chosenRole).min(1).max(100),
  lifetime_minutes: lifetimeMinutes.optional(),
})
export type TokenChoice = z.output<typeof tokenChoice>

/** A token to be made. */
export const newToken = tokenChoice.extend({ name: tokenName })
export type NewToken = z.output<typeof newToken>

/** A token to be made again; without a lifetime, for as long as possible. */
export const renewal = z.strictObject({ lifetime_minutes: lifetimeMinutes.optional() })

/** Which rule sets a token's end. */
export const expiryLimit = z.discriminatedUnion('by', [
  z.object({ by: z.literal('request') }),
  z.object({ by: z.literal('server'), rule: z.enum(['lifetime', 'date']) }),
  z.object({ by: z.literal('role'), role: z.string(), rule: z.enum(['lifetime', 'date']) }),
])
export type ExpiryLimit = z.output<typeof expiryLimit>

/** What a token would be like, before it is made. */
export const tokenPreview = z.object({
  expires_at: moment,
  limited: expiryLimit,
  size_bytes: z.number(),
  scope_count: z.number(),
})
export type TokenPreview = z.output<typeof tokenPreview>

/** Why a token was revoked. */
export const revocationReason = z.enum([
  'owner',
  'administrator',
  'user_suspended',
  'role_taken',
  'role_changed',
  'role_removed',
  'role_ended',
  'server_ended',
  'server_removed',
  'client_ended',
])
export type RevocationReason = z.output<typeof revocationReason>

/** What is kept of a token. */
export const token = z.object({
  id,
  name: z.string(),
  username: z.string(),
  issued_at: moment,
  expires_at: moment,
  size_bytes: z.number(),
  revoked_at: moment.nullable(),
  revoked_because: revocationReason.nullable(),
  roles: z.array(
    z.object({
      name: z.string(),
      part_of_role: z.boolean().describe('Whether only some of the role’s scopes were asked for.'),
    }),
  ),
})
export type Token = z.output<typeof token>

/** Tokens, those that end last first. */
export const tokenList = z.object({
  tokens: z.array(token),
  more: z.boolean().describe('Whether there are older ones that are not listed.'),
})
export type TokenList = z.output<typeof tokenList>

/** A new token, shown this once. */
export const mintedToken = z.object({ token, jwt: z.string() })
export type MintedToken = z.output<typeof mintedToken>
