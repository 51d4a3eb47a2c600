import type { Token } from '@flowkit/flowauth/api'
import { api } from '../api/client.ts'
import { useChange } from '../api/use-change.ts'
import { isPast } from '../texts/format.ts'
import { texts } from '../texts/index.ts'
import { ConfirmButton } from './confirm-button.tsx'

interface RevokeButtonProps {
  readonly token: Token
  /** Where tokens are, for their owner or for administrators. */
  readonly path: '/api/tokens' | '/api/admin/tokens'
  /** Whether the server of the token will hear of it. */
  readonly refused: boolean
}

/** Has a token refused before its end; nothing for one that is refused anyway. */
export function RevokeButton({ token, path, refused }: RevokeButtonProps) {
  const words = texts.tokens
  const revocation = useChange(() => api.send<Token>('POST', `${path}/${token.id}/revocation`))
  if (token.revoked_at !== null || isPast(token.expires_at)) return null
  return (
    <ConfirmButton
      label={words.revoke}
      about={words.revokeLabel(token.name)}
      size="compact-sm"
      text={refused ? words.revokeText : `${words.revokeText} ${words.notRefused}`}
      change={revocation}
    />
  )
}
