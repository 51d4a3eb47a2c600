import { ApiError, NoAnswer } from '../api/client.ts'
import { PasskeyGivenUp } from '../second-factor/browser-passkeys.ts'
import type { Texts } from './en/index.ts'
import { texts } from './index.ts'

type ErrorTexts = Texts['errors']

/** What to tell people about something that went wrong: never a word of the server's own. */
export function errorText(error: unknown, words: ErrorTexts = texts.errors): string {
  if (error instanceof PasskeyGivenUp) return words.passkeyGivenUp
  if (error instanceof NoAnswer) return words.unreachable
  if (!(error instanceof ApiError)) return words.unknown
  const { code, payload } = error
  return detailedText(code, { ...(payload as object | undefined) }, words) ?? codeText(code, words)
}

/** What to tell people about a code of the server's; one that is newer than these pages is like any failure. */
export function codeText(code: string, words: ErrorTexts = texts.errors): string {
  return own(words.byCode, code) ?? words.unknown
}

/** Why an address could not be asked, as the end of a sentence. */
export function reasonText(
  { reason, detail }: { readonly reason?: unknown; readonly detail?: unknown },
  words: ErrorTexts = texts.errors,
): string {
  const why = own(words.reasons, String(reason)) ?? words.reasons.connection_failed
  return detail === undefined ? why : `${why} (${detail})`
}

/** More than the code says, where what comes with it does. */
function detailedText(
  code: string,
  details: Readonly<Record<string, unknown>>,
  words: ErrorTexts,
): string | undefined {
  const { retry_after_seconds: seconds, reason, role, roles } = details
  if (code === 'too_many_attempts' && typeof seconds === 'number') return words.tooManyAttempts(seconds)
  if (code === 'description_unreachable' && reason)
    return words.unreachableDocument(reasonText(details, words))
  if (code === 'provider_unreachable' && reason) return words.unreachableProvider(reasonText(details, words))
  if (code === 'role_expired' && role) return words.roleExpired(String(role))
  if (code === 'role_not_held' && Array.isArray(roles)) return words.rolesMissing(roles.join(', '))
  return undefined
}

function own(some: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(some, name) ? some[name] : undefined
}
