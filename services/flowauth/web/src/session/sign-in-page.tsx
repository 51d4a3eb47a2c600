import type { Session } from '@flowkit/flowauth/api'
import { Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api, isRefusal } from '../api/client.ts'
import { ErrorNotice } from '../components/notices.tsx'
import { ProviderButtons } from '../identities/provider-buttons.tsx'
import { RefusedNotice } from '../identities/refused-notice.tsx'
import { texts } from '../texts/index.ts'
import { CodeForm } from './code-form.tsx'
import { FrontPage } from './front-page.tsx'

/** Where somebody signs in. */
export function SignInPage({ onSignedIn }: { readonly onSignedIn: (session: Session) => void }) {
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const [asksForCode, setAsksForCode] = useState(false)
  const signIn = useMutation({
    mutationFn: (code?: string) => api.authenticate('/api/session', { username, password, code }),
    onSuccess: onSignedIn,
    onError: error => {
      if (isRefusal(error, 'second_factor_needed')) setAsksForCode(true)
    },
  })
  const back = () => {
    setAsksForCode(false)
    setPassword('')
    signIn.reset()
  }
  const error = isRefusal(signIn.error, 'second_factor_needed') ? null : signIn.error
  const submit = (event: FormEvent) => {
    event.preventDefault()
    signIn.mutate(undefined)
  }
  if (asksForCode)
    return (
      <CodeForm
        username={username}
        pending={signIn.isPending}
        error={error}
        onCode={code => signIn.mutate(code)}
        onBack={back}
      />
    )
  const words = texts.signIn
  return (
    <FrontPage title={words.title} text={words.introduction}>
      <RefusedNotice />
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label={words.username}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
            value={username}
            onChange={event => setUsername(event.currentTarget.value)}
          />
          <PasswordInput
            label={words.password}
            autoComplete="current-password"
            required
            value={password}
            onChange={event => setPassword(event.currentTarget.value)}
          />
          <ErrorNotice error={error} />
          <Button type="submit" loading={signIn.isPending}>
            {words.submit}
          </Button>
          <Text size="sm" c="dimmed">
            {words.forgotten}
          </Text>
        </Stack>
      </form>
      <ProviderButtons label={words.atProvider} address={id => `/api/session/providers/${id}`} />
    </FrontPage>
  )
}
