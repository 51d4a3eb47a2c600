import { z } from 'zod'

/** A moment as RFC 3339 text. What is sent may also be a `Date`. */
export const moment = z.union([
  z.iso.datetime({ offset: true }),
  z.date().transform(date => date.toISOString()),
])

/** A moment that somebody sends. */
export const givenMoment = z.iso.datetime({ offset: true })

/** The id of anything. */
export const id = z.uuid()

/** Ten years: more is a mistake. */
const LONGEST_LIFETIME_MINUTES = 10 * 366 * 24 * 60

/** How long a token may live. */
export const lifetimeMinutes = z.number().int().min(1).max(LONGEST_LIFETIME_MINUTES)

/** What limits the tokens of a server, or of a role. */
export const limits = z.object({
  longest_lifetime_minutes: lifetimeMinutes,
  latest_expiry: moment
    .nullable()
    .describe('No token lives longer; null means that only the lifetime limits it.'),
})

/** The same, as somebody sets it. */
export const givenLimits = z.object({
  longest_lifetime_minutes: lifetimeMinutes,
  latest_expiry: givenMoment.nullable(),
})

/** Names of roles, which are keys inside tokens. */
export const roleName = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,75}$/, 'must be 1 to 75 letters, digits, hyphens or underscores')

/** Names that people give to their tokens: no control characters, no space at either end. */
export const tokenName = z
  .string()
  .regex(/^(?!\s)[^\p{C}]{1,75}(?<!\s)$/u, 'must be 1 to 75 characters, without a space at either end')

/** A scope: words of letters, digits, hyphens, dots and underscores, joined by colons. */
export const scopeName = z
  .string()
  .max(200)
  .regex(/^[\w.-]+(:[\w.-]+)*$/, 'is not a scope')

/** More scopes than any FlowAPI has. */
const MOST_SCOPES = 50_000

/** Some scopes, in any order. */
export const scopeNames = z.array(scopeName).max(MOST_SCOPES)
