import { z } from 'zod'
import { id, moment } from './fields.ts'
import { tokenChoice } from './tokens.ts'

/** A client that wants to be let in (RFC 8628, 3.1). */
export const deviceAuthorization = z.object({
  client_id: z
    .string()
    .regex(/^[\p{L}\p{N} ._/()-]{1,75}$/u, 'must be 1 to 75 letters, digits, spaces or . _ / ( ) -')
    .describe('What the client is called, with its version. It is shown to the person who lets it in.'),
})

/** What the client shows, and polls with (RFC 8628, 3.2). */
export const deviceCodes = z.object({
  device_code: z.string(),
  user_code: z.string(),
  verification_uri: z.string(),
  verification_uri_complete: z.string(),
  expires_in: z.number().describe('Seconds.'),
  interval: z.number().describe('Seconds between two polls.'),
})
export type DeviceCodes = z.output<typeof deviceCodes>

/** How a client asks for tokens with what it was given (RFC 8628, 3.4). */
export const DEVICE_CODE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code'

/** A poll, or a renewal (RFC 6749, 6). */
export const tokenRequest = z.discriminatedUnion('grant_type', [
  z.object({ grant_type: z.literal(DEVICE_CODE_GRANT), device_code: z.string().max(200) }),
  z.object({ grant_type: z.literal('refresh_token'), refresh_token: z.string().max(200) }),
])

/** A token for FlowAPI, and what the next one is had with. */
export const clientTokens = z.object({
  access_token: z.string(),
  token_type: z.literal('Bearer'),
  expires_in: z.number().describe('Seconds.'),
  refresh_token: z.string().describe('Good once.'),
  server: z.object({
    name: z.string(),
    url: z.string().nullable().describe('Where FlowAuth knows FlowAPI to be; null where it does not.'),
  }),
})
export type ClientTokens = z.output<typeof clientTokens>

/** Why there are none (RFC 6749, 5.2; RFC 8628, 3.5). */
export const OAUTH_ERRORS = [
  'invalid_request',
  'unsupported_grant_type',
  'invalid_grant',
  'authorization_pending',
  'slow_down',
  'access_denied',
  'expired_token',
] as const
export type OAuthErrorCode = (typeof OAUTH_ERRORS)[number]
export const oauthError = z.object({
  error: z.enum(OAUTH_ERRORS),
  error_description: z.string().optional(),
})
export type OAuthError = z.output<typeof oauthError>

/** The end of a client's rights (RFC 7009). */
export const revocation = z.object({ token: z.string().max(200) })

/** The code that a client shows, as somebody types it. */
export const userCode = z.strictObject({ user_code: z.string().max(40) })

/** A client that waits to be let in, as the person sees it who decides. */
export const deviceRequest = z.object({
  id,
  client: z.string(),
  address: z.string(),
  started_at: moment,
  expires_at: moment,
})
export type DeviceRequest = z.output<typeof deviceRequest>

/** Letting it in: what its tokens may do, and for how long each. */
export const deviceApproval = tokenChoice.extend({ server_id: id })

/** A client that makes tokens in somebody's name. */
export const myClient = z.object({
  id,
  client: z.string(),
  server: z.string(),
  roles: z.array(z.string()),
  address: z.string(),
  started_at: moment,
  last_used_at: moment,
})
export type MyClient = z.output<typeof myClient>
