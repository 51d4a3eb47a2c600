import { Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { api } from '../api/client.ts'
import { ErrorNotice } from '../components/notices.tsx'
import { ProviderButtons } from '../identities/provider-buttons.tsx'
import { RefusedNotice } from '../identities/refused-notice.tsx'
import { signInElsewhere } from '../identities/sign-in-elsewhere.ts'
import { texts } from '../texts/index.ts'
import { useSession } from './session-context.ts'

/**
 * Asks for the password when something needs one that was just given; whatever needed it waits for the answer. Those who
 * have none sign in at their provider again, and come back to the page that they were on.
 */
export function Reauthentication() {
  const waiting = useRef<((given: boolean) => void)[]>([])
  const [opened, setOpened] = useState(false)
  const [password, setPassword] = useState('')
  const settle = (given: boolean) => {
    for (const resolve of waiting.current.splice(0)) resolve(given)
    setOpened(false)
    setPassword('')
    confirm.reset()
  }
  const confirm = useMutation({
    mutationFn: () => api.authenticate('/api/session/reauthentication', { password }),
    onSuccess: () => settle(true),
  })
  useEffect(() => {
    api.hooks = {
      ...api.hooks,
      reauthenticate: () =>
        new Promise(resolve => {
          waiting.current.push(resolve)
          setOpened(true)
        }),
    }
  }, [])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    confirm.mutate()
  }
  const { session } = useSession()
  const words = texts.confirmIdentity
  return (
    <Modal
      opened={opened}
      onClose={() => settle(false)}
      title={words.title}
      closeButtonProps={{ 'aria-label': texts.actions.close }}
    >
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
              <Button variant="default" onClick={() => settle(false)}>
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
