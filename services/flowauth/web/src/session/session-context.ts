import type { Session } from '@flowkit/flowauth/api'
import { createContext, useContext } from 'react'

/** Who is signed in, and ways to change that. */
export interface SessionState {
  readonly session: Session
  readonly setSession: (session: Session | null) => void
}

/** Holds it for all that is shown to somebody who is signed in. */
export const SessionContext = createContext<SessionState | null>(null)

/** Who is signed in; only on pages that need somebody to be. */
export function useSession(): SessionState {
  const state = useContext(SessionContext)
  if (!state) throw new Error('Nobody is signed in here')
  return state
}
