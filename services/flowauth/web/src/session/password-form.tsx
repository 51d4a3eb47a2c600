import type { Session } from '@flowkit/flowauth/api'
import { Button, PasswordInput, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api } from '../api/client.ts'
import { ErrorNotice } from '../components/notices.tsx'
import { texts } from '../texts/index.ts'
import { PasswordStrength } from './password-strength.tsx'
import { useSession } from './session-context.ts'

interface PasswordFormProps {
  readonly currentLabel: string
  readonly onChanged?: () => void
}

/** Fields for a new password. */
export function PasswordForm({ currentLabel, onChanged }: PasswordFormProps) {
  const { session, setSession } = useSession()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [repeated, setRepeated] = useState('')
  const words = texts.password
  const change = useMutation({
    mutationFn: () =>
      api.send<Session>('PUT', '/api/account/password', { current_password: current, new_password: next }),
    onSuccess: changed => {
      setCurrent('')
      setNext('')
      setRepeated('')
      setSession(changed)
      onChanged?.()
    },
  })
  const different = repeated !== '' && repeated !== next
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (next === repeated) change.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack maw="26rem">
        {/* Tells password managers whose password changes. */}
        <input type="text" hidden readOnly autoComplete="username" value={session.user.username} />
        <PasswordInput
          label={currentLabel}
          autoComplete="current-password"
          required
          value={current}
          onChange={event => setCurrent(event.currentTarget.value)}
        />
        <PasswordInput
          label={words.next}
          autoComplete="new-password"
          required
          value={next}
          onChange={event => setNext(event.currentTarget.value)}
        />
        <PasswordStrength password={next} username={session.user.username} />
        <PasswordInput
          label={words.repeat}
          autoComplete="new-password"
          required
          value={repeated}
          error={different ? words.different : undefined}
          onChange={event => setRepeated(event.currentTarget.value)}
        />
        <ErrorNotice error={change.error} />
        <Button type="submit" loading={change.isPending}>
          {words.change}
        </Button>
      </Stack>
    </form>
  )
}
