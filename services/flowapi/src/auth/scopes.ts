import {
  beyondLimits,
  type CanonicalQuery,
  limitsAmong,
  neededScopes,
  type Roles,
  type SimpleScope,
} from '@flowkit/contract'
import type { FastifyRequest } from 'fastify'
import { ApiError } from '../http/errors.ts'
import { callerOf } from './authentication.ts'

/**
 * Lets a request go on when one single role of its token grants every scope that it needs. Roles are never combined.
 *
 * @throws {ApiError} naming the scopes that the role which comes closest lacks.
 */
export function authorize(request: FastifyRequest, needed: readonly string[]): void {
  const roles = grantingRoles(request, needed)
  granted(request, needed, Object.keys(roles))
}

/**
 * The same where it is about a query, which also has to keep the limits of that role.
 *
 * @returns the scopes that limit the role, so that FlowMachine can look as well.
 * @throws {ApiError} naming what is missing, or the limits that the query goes beyond.
 */
export function authorizeQuery(
  request: FastifyRequest,
  needed: readonly string[],
  query: CanonicalQuery,
): string[] {
  const judged = Object.entries(grantingRoles(request, needed)).map(([role, scopes]) => ({
    role,
    limits: limitsAmong(scopes),
    beyond: beyondLimits(query, scopes),
  }))
  const allowing = judged.filter(({ beyond }) => beyond.length === 0)
  const [first] = allowing
  if (!first) {
    const reasons = judged.map(({ role, beyond }) => `Role ${role}: ${beyond.join(' ')}`)
    throw new ApiError('limit_exceeded', { msg: reasons.join(' ') })
  }
  const roles = allowing.map(({ role }) => role)
  granted(request, needed, roles)
  return first.limits
}

function granted(request: FastifyRequest, needed: readonly string[], roles: readonly string[]): void {
  request.log.info({ requested_scopes: needed, granting_roles: roles }, 'permission granted')
}

/** The scopes for doing something with a query: that of the action, if it has one, and those of the query. */
export function scopesFor(query: CanonicalQuery, action?: SimpleScope): string[] {
  return [...(action ? [action] : []), ...neededScopes(query)]
}

/** The roles that have all of the needed scopes; at least one. */
function grantingRoles(request: FastifyRequest, needed: readonly string[]): Roles {
  const { roles } = callerOf(request)
  const missing = missingScopes(roles, needed)
  if (missing.length > 0) throw new ApiError('scopes_missing', { payload: { missing_scopes: missing } })
  const granting = Object.entries(roles).filter(([, scopes]) => needed.every(scope => scopes.includes(scope)))
  return Object.fromEntries(granting)
}

/** What the role that has most of the needed scopes lacks of them; nothing where a role has all. */
export function missingScopes(roles: Roles, needed: readonly string[]): string[] {
  const lacks = Object.values(roles).map(scopes => {
    const granted = new Set(scopes)
    return needed.filter(scope => !granted.has(scope))
  })
  return lacks.reduce((fewest, next) => (next.length < fewest.length ? next : fewest), [...needed])
}
