import { allScopes, type Roles } from '@flowkit/contract'

/** The role that has every scope, by the name that FlowKit's own generator gives it. */
const UNIVERSAL_ROLE = 'universal_role'

/** A role that may do everything. */
export function universalRole(): Roles {
  return { [UNIVERSAL_ROLE]: allScopes() }
}

/**
 * A role written as `name=scope,scope…`, added to others.
 *
 * @throws {Error} for another form, and for scopes that do not exist: they would be of no use to anybody.
 */
export function addRole(text: string, others: Roles = {}): Roles {
  const [, name, list] = /^([^=]+)=(.+)$/.exec(text) ?? []
  if (name === undefined || list === undefined)
    throw new Error(`"${text}" is not of the form name=scope,scope`)
  const scopes = list.split(',').map(scope => scope.trim())
  const known = new Set(allScopes())
  const unknown = scopes.filter(scope => !known.has(scope))
  if (unknown.length > 0) throw new Error(`There are no such scopes: ${unknown.join(', ')}`)
  return { ...others, [name]: [...(others[name] ?? []), ...scopes] }
}
