import type { PasskeyCeremony, SecondFactorChoice, Session } from '@flowkit/flowauth/api'
import { Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api, isRefusal } from '../api/client.ts'
import { ErrorNotice } from '../components/notices.tsx'
import { ProviderButtons } from '../identities/provider-buttons.tsx'
import { RefusedNotice } from '../identities/refused-notice.tsx'
import { signInElsewhere } from '../identities/sign-in-elsewhere.ts'
import { askForPasskey, PasskeyGivenUp } from '../second-factor/browser-passkeys.ts'
import { texts } from '../texts/index.ts'
import { CodeForm } from './code-form.tsx'
import { FrontPage } from './front-page.tsx'

/** Where somebody signs in. */
export function SignInPage({ onSignedIn }: { readonly onSignedIn: (session: Session) => void }) {
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const [choice, setChoice] = useState<SecondFactorChoice>()
  const signIn = useMutation({
    mutationFn: (second: object) => api.authenticate('/api/session', { username, password, ...second }),
    onSuccess: onSignedIn,
    onError: error => {
      if (isRefusal(error, 'second_factor_needed')) setChoice(error.payload as SecondFactorChoice)
    },
  })
  const withPasskey = useMutation({
    mutationFn: async () => {
      const ceremony = await newCeremony(username, password)
      const response = await askForPasskey(ceremony.options)
      return api.authenticate('/api/session', {
        username,
        password,
        passkey: { ceremony: ceremony.ceremony, response },
      })
    },
    onSuccess: onSignedIn,
  })
  const back = () => {
    setChoice(undefined)
    withPasskey.reset()
    setPassword('')
    signIn.reset()
  }
  const error = isRefusal(signIn.error, 'second_factor_needed') ? null : signIn.error
  const submit = (event: FormEvent) => {
    event.preventDefault()
    signIn.mutate({})
  }
  if (choice)
    return (
      <CodeForm
        username={username}
        pending={signIn.isPending || withPasskey.isPending}
        error={error ?? withPasskey.error}
        onCode={code => signIn.mutate({ code })}
        onPasskey={choice.passkey ? () => withPasskey.mutate() : undefined}
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
      <ProviderButtons label={words.atProvider} begin={signInElsewhere} />
    </FrontPage>
  )
}

/** What a passkey has to sign: something new each time, since each is good once. */
async function newCeremony(username: string, password: string): Promise<PasskeyCeremony> {
  try {
    await api.authenticate('/api/session', { username, password })
  } catch (error) {
    if (!isRefusal(error, 'second_factor_needed')) throw error
    const { passkey } = error.payload as SecondFactorChoice
    if (passkey) return passkey
  }
  throw new PasskeyGivenUp('There is no passkey any more')
}
