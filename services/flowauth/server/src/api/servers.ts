import { z } from 'zod'
import { givenLimits, id, limits, moment, scopeNames } from './fields.ts'
import { unreachable } from './unreachable.ts'

/** Where a FlowAPI's OpenAPI document comes from: its text as JSON, or an address to fetch it from. */
export const apiDescriptionSource = z.union([
  z.strictObject({ document: z.record(z.string(), z.unknown()) }),
  z.strictObject({ url: z.url({ protocol: /^https?$/ }).max(2000) }),
])

/** What a FlowAPI's OpenAPI document says about itself. */
export const apiDescription = z.object({
  name: z.string().regex(/^[^\p{C}]{1,120}$/u),
  scopes: scopeNames.min(1),
  refuses_revoked: z.boolean().default(false).describe('Whether it refuses tokens that have been revoked.'),
  public_url: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .nullable()
    .default(null)
    .describe('Where callers reach it; null where it does not say.'),
})
export type ApiDescription = z.output<typeof apiDescription>

/** What came of asking a server's address for its document. */
export const serverCheck = z.discriminatedUnion('state', [
  z.object({ state: z.literal('same') }),
  z.object({
    state: z.literal('changed').describe('Its scopes are others than those that were read last.'),
    added: z.number(),
    removed: z.number(),
    roles: z.array(z.string()).describe('The names of the roles that would lose scopes.'),
  }),
  z.object({ state: z.literal('replaced').describe('Another server answers there.'), name: z.string() }),
  unreachable.extend({ state: z.literal('unreachable') }),
  z.object({ state: z.literal('unusable').describe('What answers there does not describe a FlowAPI.') }),
])
export type ServerCheck = z.output<typeof serverCheck>

/** A server, as administrators see one. */
export const server = limits.extend({
  id,
  name: z.string(),
  description_url: z.string().nullable(),
  public_url: z.string().nullable().describe('Where callers reach it, as its document says.'),
  scopes_read_at: moment,
  refuses_revoked: z.boolean(),
  checked_at: moment.nullable().describe('Null where its address is not known, or was not asked yet.'),
  check_outcome: serverCheck.nullable(),
  scope_count: z.number(),
  role_count: z.number(),
})
export type Server = z.output<typeof server>

/** A server, and all that can be asked of it. */
export const serverWithScopes = server.extend({ scopes: z.array(z.string()) })
export type ServerWithScopes = z.output<typeof serverWithScopes>

const source = {
  description_url: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .nullable(),
}

/** A server to be registered. */
export const newServer = z.strictObject({ ...apiDescription.shape, ...source, ...givenLimits.shape })
export type NewServer = z.output<typeof newServer>

/** New limits. The name is the server's own, and its scopes are read from its document. */
export const serverChange = z.strictObject({ ...givenLimits.shape })
export type ServerChange = z.output<typeof serverChange>

/** The document of a server that is known already. */
export const scopesUpdate = z.strictObject({ ...apiDescription.shape, ...source })
export type ScopesUpdate = z.output<typeof scopesUpdate>

/** What taking over a document would change. */
export const scopesComparison = z.object({
  added: z.array(z.string()),
  removed: z.array(z.string()),
  roles: z.array(z.object({ id, name: z.string(), loses: z.array(z.string()) })),
})
export type ScopesComparison = z.output<typeof scopesComparison>

/** A server that somebody may make tokens for, with their roles there. */
export const myServer = z.object({
  id,
  name: z.string(),
  refuses_revoked: z.boolean().describe('Without it, a token lives until it expires.'),
  roles: z.array(limits.extend({ id, name: z.string(), scope_count: z.number() })),
  active_tokens: z.number(),
})
export type MyServer = z.output<typeof myServer>

/** The same with all that the roles allow, and the limits of the server. */
export const myServerWithScopes = limits.extend({
  id,
  name: z.string(),
  url: z.string().nullable().describe('Where it is; null where that is not known.'),
  refuses_revoked: z.boolean().describe('Without it, a token lives until it expires.'),
  roles: z.array(limits.extend({ id, name: z.string(), scopes: z.array(z.string()) })),
})
export type MyServerWithScopes = z.output<typeof myServerWithScopes>
