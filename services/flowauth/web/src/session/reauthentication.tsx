import { Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useEffect, useState } from 'react'
import { api } from '../api/client.ts'
import { ErrorNotice } from '../components/notices.tsx'
import { ProviderButtons } from '../identities/provider-buttons.tsx'
import { RefusedNotice } from '../identities/refused-notice.tsx'
import { signInElsewhere } from '../identities/sign-in-elsewhere.ts'
import { texts } from '../texts/index.ts'
import { useSession } from './session-context.ts'
import { useQuestion } from './use-question.ts'

/**
 * Asks for the password when something needs one that was just given; whatever needed it waits for the answer. Those who
 * have none sign in at their provider again, and come back to the page that they were on.
 */
export function Reauthentication() {
  const { asked, ask, settle } = useQuestion()
  const [password, setPassword] = useState('')
  const confirm = useMutation({
    mutationFn: () => api.authenticate('/api/session/reauthentication', { password }),
    onSuccess: () => end(true),
  })
  const end = (given: boolean) => {
    settle(given)
    setPassword('')
    confirm.reset()
  }
  useEffect(() => {
    api.hooks = { ...api.hooks, reauthenticate: ask }
  }, [ask])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    confirm.mutate()
  }
  const { session } = useSession()
  const words = texts.confirmIdentity
  return (
    <Modal opened={asked} onClose={() => end(false)} title={words.title}>
      {session.has_password ? (
        <form onSubmit={submit}>
          <Stack>
            <Text>{words.text}</Text>
            <PasswordInput
              label={texts.signIn.password}
              autoComplete="current-password"
              data-autofocus
              required
              value={password}
              onChange={event => setPassword(event.currentTarget.value)}
            />
            <ErrorNotice error={confirm.error} />
            <Group justify="flex-end">
              <Button variant="default" onClick={() => end(false)}>
                {texts.actions.cancel}
              </Button>
              <Button type="submit" loading={confirm.isPending}>
                {words.submit}
              </Button>
            </Group>
          </Stack>
        </form>
      ) : (
        <Stack>
          <RefusedNotice />
          <Text>{words.textProvider}</Text>
          <ProviderButtons label={texts.signIn.atProvider} begin={signInElsewhere} />
        </Stack>
      )}
    </Modal>
  )
}
