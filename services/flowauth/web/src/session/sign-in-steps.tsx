import type { PasskeyCeremony, SecondFactorChoice, Session } from '@flowkit/flowauth/api'
import { Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type ComponentType, type FormEvent, type ReactNode, useState } from 'react'
import { api, isRefusal } from '../api/client.ts'
import { ErrorNotice } from '../components/notices.tsx'
import { ProviderButtons } from '../identities/provider-buttons.tsx'
import { RefusedNotice } from '../identities/refused-notice.tsx'
import { signInElsewhere } from '../identities/sign-in-elsewhere.ts'
import { askForPasskey, PasskeyGivenUp } from '../second-factor/browser-passkeys.ts'
import { texts } from '../texts/index.ts'
import { CodeForm } from './code-form.tsx'

/** What a step of signing in is shown in: a page of its own, or a dialog. */
export type StepFrame = ComponentType<{
  readonly title: string
  readonly text: string
  readonly children: ReactNode
}>

interface SignInStepsProps {
  readonly frame: StepFrame
  readonly title: string
  readonly text: string
  /** Who it must be; anybody, where it is not said. */
  readonly username?: string
  readonly onSignedIn: (session: Session) => void
}

/** Signing in: name and password, then the second factor of those who have one. */
export function SignInSteps({ frame: Frame, title, text, username: known, onSignedIn }: SignInStepsProps) {
  const [username, setUsername] = useState(known ?? '')
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
      const { ceremony, options } = await newCeremony(username, password)
      const passkey = { ceremony, response: await askForPasskey(options) }
      return api.authenticate('/api/session', { username, password, passkey })
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
  const words = texts.signIn
  if (choice)
    return (
      <Frame title={choice.passkey ? words.passkeyTitle : words.codeTitle} text={words.codeText(username)}>
        <CodeForm
          pending={signIn.isPending || withPasskey.isPending}
          error={error ?? withPasskey.error}
          onCode={code => signIn.mutate({ code })}
          onPasskey={choice.passkey ? () => withPasskey.mutate() : undefined}
          onBack={back}
        />
      </Frame>
    )
  return (
    <Frame title={title} text={text}>
      <RefusedNotice />
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label={words.username}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
            readOnly={known !== undefined}
            value={username}
            onChange={event => setUsername(event.currentTarget.value)}
          />
          <PasswordInput
            label={words.password}
            autoComplete="current-password"
            data-autofocus={known === undefined ? undefined : true}
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
    </Frame>
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
