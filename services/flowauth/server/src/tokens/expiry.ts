import type { ExpiryLimit } from '../api/tokens.ts'
import { Refusal } from '../refusal.ts'
import type { LimitsRow } from '../servers/servers.ts'

const MINUTE_MS = 60_000

/** When a token ends, and which rule says so. */
export interface Expiry {
  readonly at: Date
  readonly limited: ExpiryLimit
}

/**
 * When a token ends: at the earliest of what its server and each of its roles allow, and of what was asked for. Each
 * server and role allows a lifetime from now on, and none beyond a date.
 *
 * @throws {Refusal} `server_expired`, `role_expired`, where a date has passed.
 */
export function tokenExpiry(
  now: Date,
  server: LimitsRow,
  roles: readonly (LimitsRow & { readonly name: string })[],
  lifetimeMinutes: number | undefined,
): Expiry {
  const limits = [
    ...(lifetimeMinutes === undefined
      ? []
      : [{ at: later(now, lifetimeMinutes), limited: { by: 'request' } as const }]),
    ...limitsOf(now, server).map(({ at, rule }) => ({ at, limited: { by: 'server', rule } as const })),
    ...roles.flatMap(role =>
      limitsOf(now, role).map(({ at, rule }) => ({
        at,
        limited: { by: 'role', role: role.name, rule } as const,
      })),
    ),
  ]
  const first = limits.reduce((earliest, limit) => (limit.at < earliest.at ? limit : earliest))
  if (first.at > now) return first
  const { limited } = first
  if (limited.by === 'role') throw new Refusal('role_expired', { payload: { role: limited.role } })
  throw new Refusal('server_expired')
}

function limitsOf(now: Date, { longest_lifetime_minutes, latest_expiry }: LimitsRow) {
  const lifetime = { at: later(now, longest_lifetime_minutes), rule: 'lifetime' as const }
  return latest_expiry === null ? [lifetime] : [lifetime, { at: latest_expiry, rule: 'date' as const }]
}

function later(now: Date, minutes: number): Date {
  return new Date(now.getTime() + minutes * MINUTE_MS)
}
