import { pause } from './pause.ts'

/** Answers that say that the same request may be answered another time. */
const WORTH_RETRYING = new Set([408, 429, 502, 503, 504])

const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 10_000
/** A server that wants to be left alone for longer is down; whoever asks should know that. */
const LONGEST_REQUESTED_PAUSE_MS = 60_000

/** Whether an answer is worth another attempt. */
export function isWorthRetrying({ status }: Response): boolean {
  return WORTH_RETRYING.has(status)
}

/**
 * Waits before another attempt: for as long as the server asks, else for a random time below a limit that doubles,
 * so that many clients of a server that comes back do not come at once.
 *
 * @param attempt How many attempts there have been since the first one.
 * @param answer The answer to the last attempt; undefined where there was none.
 * @throws what the signal says, as soon as it is aborted.
 */
export function pauseBeforeRetry(
  attempt: number,
  answer: Response | undefined,
  signal: AbortSignal | undefined,
): Promise<void> {
  const limit = Math.min(FIRST_PAUSE_MS * 2 ** attempt, LONGEST_PAUSE_MS)
  return pause(requestedPause(answer?.headers.get('Retry-After')) ?? Math.random() * limit, signal)
}

/** The milliseconds that a header asks for, in seconds or as a date (RFC 9110, 10.2.3). */
export function requestedPause(header: string | null | undefined, now = Date.now()): number | undefined {
  if (header === null || header === undefined || header.trim() === '') return undefined
  const length = /^\s*\d+\s*$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now
  if (Number.isNaN(length)) return undefined
  return Math.min(Math.max(length, 0), LONGEST_REQUESTED_PAUSE_MS)
}
