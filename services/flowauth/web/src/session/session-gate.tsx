import type { Session } from '@flowkit/flowauth/api'
import { Center, Container } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useCallback, useEffect, useState } from 'react'
import { ApiError, api } from '../api/client.ts'
import { ErrorNotice, Loading } from '../components/notices.tsx'
import { FirstPasswordPage } from './first-password-page.tsx'
import { FirstSecondFactorPage } from './first-second-factor-page.tsx'
import { Reauthentication } from './reauthentication.tsx'
import { SessionContext } from './session-context.ts'
import { SessionEnded } from './session-ended.tsx'
import { SignInPage } from './sign-in-page.tsx'

/**
 * Shows the pages to those who are signed in; others sign in first, replace their one-time password, or set up a second
 * factor.
 */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const [session, setState] = useState<Session | null>()
  const [error, setError] = useState<unknown>()
  const queries = useQueryClient()

  const setSession = useCallback(
    (next: Session | null) => {
      // Nothing of one person is shown to the next.
      if (next === null) queries.clear()
      setState(next)
    },
    [queries],
  )
  const load = useCallback(() => {
    setError(undefined)
    api.get<Session>('/api/session').then(setState, failure => {
      if (failure instanceof ApiError) setState(null)
      else setError(failure)
    })
  }, [])
  useEffect(load, [load])
  useEffect(() => {
    api.hooks = { ...api.hooks, sessionChanged: load }
  }, [load])

  if (error)
    return (
      <Container size="xs" py="xl">
        <ErrorNotice error={error} retry={load} />
      </Container>
    )
  if (session === undefined)
    return (
      <Center mih="60vh">
        <Loading />
      </Center>
    )
  if (session === null) return <SignInPage onSignedIn={setSession} />
  return (
    <SessionContext value={{ session, setSession }}>
      <Allowed session={session}>{children}</Allowed>
      <Reauthentication />
      <SessionEnded />
    </SessionContext>
  )
}

function Allowed({ session, children }: { readonly session: Session; readonly children: ReactNode }) {
  if (session.must_change_password) return <FirstPasswordPage />
  return session.must_set_up_second_factor ? <FirstSecondFactorPage /> : children
}
