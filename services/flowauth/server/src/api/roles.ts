import { z } from 'zod'
import { givenLimits, id, limits, roleName, scopeNames } from './fields.ts'

/** A role, as administrators see one. */
export const role = limits.extend({
  id,
  name: z.string(),
  server_id: id,
  server_name: z.string(),
  scope_count: z.number(),
  member_count: z.number(),
})
export type Role = z.output<typeof role>

/** All of a role. */
export const roleDetails = limits.extend({
  id,
  name: z.string(),
  server_id: id,
  scopes: z.array(z.string()),
  member_ids: z.array(id),
})
export type RoleDetails = z.output<typeof roleDetails>

/** All of a role but the server, which it never changes. */
export const roleContents = z.strictObject({
  name: roleName,
  ...givenLimits.shape,
  scopes: scopeNames.min(1),
  member_ids: z.array(id).max(10_000),
})
export type RoleContents = z.output<typeof roleContents>

/** A role to be added to a server. */
export const newRole = roleContents.extend({ server_id: id })
export type NewRole = z.output<typeof newRole>
