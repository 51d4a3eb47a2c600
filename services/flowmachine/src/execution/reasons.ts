import { NotReleasable } from '../release/subset.ts'

/*
 * Why a query failed, in words for the person who asked: what has happened, and what they can do about it. The log
 * has the rest.
 */

/** Of a query that took its worker or its connection down several times. */
export const GIVEN_UP =
  'The query was given up after its computation broke off several times. Ask again later; if it happens again, tell the administrator its id.'

/** Of a query that was computed for too long. */
export function tookTooLong(limitSeconds: number): string {
  return `The query took longer than the ${duration(limitSeconds)} that one may take. Ask for fewer days at a time, or ask the administrator for more time.`
}

/** By classes and codes of PostgreSQL's errors (its manual's appendix A). */
const DATABASE_REASONS: readonly (readonly [code: RegExp, reason: string])[] = [
  [/^53100$/, 'The database has run out of room. Tell the administrator, and ask again when there is some.'],
  [
    /^53/,
    'The database has not enough memory or connections for the query at the moment. Ask again later, or for fewer days at a time.',
  ],
  [/^57014$/, 'The administrator has stopped the computation. Ask again later.'],
]

/** Why a query failed, by the error in which its computation ended. */
export function reasonFor(error: unknown): string {
  if (error instanceof NotReleasable) return error.message
  const code = codeOf(error)
  const known = DATABASE_REASONS.find(([pattern]) => pattern.test(code))
  return (
    known?.[1] ??
    'The query could not be computed. Ask again; if it fails again, tell the administrator its id.'
  )
}

/**
 * Whether an error is only about others who worked on the same rows at the same time: the data were changed under a
 * transaction that keeps its snapshot, or two transactions waited for each other.
 */
export function isConflict(error: unknown): boolean {
  return ['40001', '40P01'].includes(codeOf(error))
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

function duration(seconds: number): string {
  if (seconds < 120) return `${seconds} second${seconds === 1 ? '' : 's'}`
  return seconds < 7_200 ? `${Math.round(seconds / 60)} minutes` : `${Math.round(seconds / 3_600)} hours`
}
