import type { MyServerWithScopes, TokenChoice } from '@flowkit/flowauth/api'

/** What is chosen of each role, by the role's id: `all`, or some of its scopes. Roles that are not here are not. */
export type Choices = Readonly<Record<string, 'all' | ReadonlySet<string>>>

/** What is chosen of roles that somebody has: one may have been taken away since. */
export function choicesAmong(choices: Choices, roles: MyServerWithScopes['roles']): Choices {
  return Object.fromEntries(Object.entries(choices).filter(([id]) => roles.some(role => role.id === id)))
}

/** What the server is asked for; undefined while nothing is chosen. */
export function asTokenChoice(choices: Choices, lifetime: number | undefined): TokenChoice | undefined {
  const roles = Object.entries(choices)
    .filter(([, part]) => part === 'all' || part.size > 0)
    .map(([id, part]) => (part === 'all' ? { id } : { id, scopes: [...part].sort() }))
  if (roles.length === 0) return undefined
  return { roles, ...(lifetime === undefined ? {} : { lifetime_minutes: lifetime }) }
}
