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

/** Why a query failed. */
export interface Failure {
  /** For metrics: one of a few. */
  readonly label: string
  /** For the person who asked. */
  readonly reason: string
}

/** By classes and codes of PostgreSQL's errors (its manual's appendix A). */
const DATABASE_FAILURES: readonly (Failure & { readonly code: RegExp })[] = [
  {
    code: /^53100$/,
    label: 'no room',
    reason: 'The database has run out of room. Tell the administrator, and ask again when there is some.',
  },
  {
    code: /^53/,
    label: 'no memory or connections',
    reason:
      'The database has not enough memory or connections for the query at the moment. Ask again later, or for fewer days at a time.',
  },
  {
    code: /^57014$/,
    label: 'stopped',
    reason: 'The administrator has stopped the computation. Ask again later.',
  },
]

const OTHER_FAILURE: Failure = {
  label: 'other',
  reason: 'The query could not be computed. Ask again; if it fails again, tell the administrator its id.',
}

/** Why a query failed, by the error in which its computation ended. */
export function failureOf(error: unknown): Failure {
  if (error instanceof NotReleasable) return { label: 'too few people', reason: error.message }
  const code = codeOf(error)
  return DATABASE_FAILURES.find(failure => failure.code.test(code)) ?? OTHER_FAILURE
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
