import { ApiError } from '../api/client.ts'
import { PasskeyGivenUp } from '../second-factor/browser-passkeys.ts'
import { texts } from './index.ts'

const { errors } = texts
/** Other codes come with words of the server. */
const byCode: Readonly<Record<string, string | undefined>> = errors.byCode

/** What to tell people about something that went wrong. */
export function errorText(error: unknown): string {
  if (error instanceof PasskeyGivenUp) return errors.passkeyGivenUp
  if (!(error instanceof ApiError)) return error instanceof TypeError ? errors.unreachable : errors.unknown
  const { code, payload, message } = error
  const details = (typeof payload === 'object' && payload !== null ? payload : {}) as Record<string, unknown>
  switch (code) {
    case 'too_many_attempts':
      return errors.tooManyAttempts(Number(details.retry_after_seconds))
    case 'description_unreachable':
      return errors.unreachableDocument(reasonIn(details))
    case 'provider_unreachable':
      return details.reason === undefined
        ? (byCode[code] ?? message)
        : errors.unreachableProvider(reasonIn(details))
    case 'role_expired':
      return errors.roleExpired(String(details.role))
    case 'role_not_held':
      return Array.isArray(details.roles)
        ? errors.rolesMissing(details.roles.join(', '))
        : (byCode[code] ?? message)
    default:
      return byCode[code] ?? message
  }
}

/** Why an address could not be asked. */
function reasonIn({ reason }: Record<string, unknown>): string {
  return errors.reasons[String(reason)] ?? String(reason)
}
