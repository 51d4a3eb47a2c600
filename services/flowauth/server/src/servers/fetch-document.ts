import type { UnreachableDetails } from '../api/unreachable.ts'
import { guardedRequest, reasonOf, Unreachable } from '../network/guarded-request.ts'
import { Refusal } from '../refusal.ts'

const WITHIN_MS = 10_000

/**
 * Fetches a JSON document that an administrator has named.
 *
 * @param withinMs How long it may take in all.
 * @throws {Refusal} `description_unreachable` with the reason, `description_unusable` for what is not JSON.
 */
export async function fetchDocument(address: string, withinMs = WITHIN_MS): Promise<unknown> {
  const limit = AbortSignal.timeout(withinMs)
  const text = await fetchText(new URL(address), limit).catch(cause => {
    const payload: UnreachableDetails = limit.aborted ? { reason: 'took_too_long' } : reasonOf(cause)
    throw new Refusal('description_unreachable', { payload, cause })
  })
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Refusal('description_unusable', { payload: { message: 'it is not JSON' }, cause })
  }
}

async function fetchText(url: URL, signal: AbortSignal): Promise<string> {
  const headers = { accept: 'application/json' }
  const { status, text } = await guardedRequest(url, { method: 'GET', headers, signal })
  if (status !== 200) throw new Unreachable('status', String(status))
  return text
}
