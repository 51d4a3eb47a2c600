import type { Session } from '@flowkit/flowauth/api'
import { Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api } from '../api/client.ts'
import { ErrorNotice } from '../components/notices.tsx'
import { texts } from '../texts/index.ts'
import { FrontPage } from './front-page.tsx'

/** Where somebody signs in. */
export function SignInPage({ onSignedIn }: { readonly onSignedIn: (session: Session) => void }) {
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const signIn = useMutation({
    mutationFn: () => api.authenticate('/api/session', { username, password }),
    onSuccess: onSignedIn,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    signIn.mutate()
  }
  const words = texts.signIn
  return (
    <FrontPage title={words.title} text={words.introduction}>
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
          <ErrorNotice error={signIn.error} />
          <Button type="submit" loading={signIn.isPending}>
            {words.submit}
          </Button>
          <Text size="sm" c="dimmed">
            {words.forgotten}
          </Text>
        </Stack>
      </form>
    </FrontPage>
  )
}
