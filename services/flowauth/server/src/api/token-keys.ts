import { z } from 'zod'
import { moment } from './fields.ts'

/** What a key is for: to be used soon, in use, or for tokens that it signed before; a retired one is not published. */
export const tokenKeyState = z.enum(['next', 'signing', 'former', 'retired'])
export type TokenKeyState = z.output<typeof tokenKeyState>

/** A key pair that tokens are, were or will be signed with. */
export const tokenKey = z.object({
  kid: z.string().describe('Its name in tokens: the thumbprint of RFC 7638.'),
  public_key: z.string().describe('PEM.'),
  state: tokenKeyState,
  created_at: moment,
  signs_from: moment,
  retired_at: moment.nullable(),
  active_tokens: z.number().describe('Of those that FlowAuth has made with it.'),
  last_expiry: moment.nullable().describe('When the last of them ends.'),
})
export type TokenKey = z.output<typeof tokenKey>

/** What FlowAPI has to be given so that it accepts the tokens. */
export const tokenKeys = z.object({
  algorithm: z.enum(['RS256', 'HS256']),
  rotates: z.boolean().describe('Whether FlowAuth makes the keys; otherwise the deployment gives it one.'),
  keys: z.array(tokenKey).describe('The newest first; none where a secret is shared instead.'),
})
export type TokenKeys = z.output<typeof tokenKeys>

/** A week. */
const LONGEST_WAIT_MINUTES = 7 * 24 * 60

/** A new key, which is published at once. */
export const keyRotation = z.strictObject({
  after_minutes: z
    .number()
    .int()
    .min(0)
    .max(LONGEST_WAIT_MINUTES)
    .describe('When it begins to sign: by then every FlowAPI must know it.'),
})
export type KeyRotation = z.output<typeof keyRotation>
