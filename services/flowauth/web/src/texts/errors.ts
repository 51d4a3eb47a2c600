import { ApiError } from '../api/client.ts'
import { PasskeyGivenUp } from '../second-factor/browser-passkeys.ts'
import { texts } from './index.ts'

const { errors } = texts

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
      return errors.unreachableDocument(String(details.reason))
    case 'provider_unreachable':
      return details.reason === undefined
        ? (errors.byCode[code] ?? message)
        : errors.unreachableProvider(String(details.reason))
    case 'role_expired':
      return errors.roleExpired(String(details.role))
    case 'role_not_held':
      return Array.isArray(details.roles) ? errors.rolesMissing(details.roles.join(', ')) : message
    default:
      return errors.byCode[code] ?? message
  }
}
