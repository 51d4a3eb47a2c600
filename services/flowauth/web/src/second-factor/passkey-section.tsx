import type { BackupCodes, Passkey, PasskeyCeremony, SecondFactor } from '@flowkit/flowauth/api'
import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api } from '../api/client.ts'
import { useChange } from '../api/use-change.ts'
import { ConfirmButton } from '../components/confirm-button.tsx'
import { ErrorNotice } from '../components/notices.tsx'
import { formatMoment } from '../texts/format.ts'
import { texts } from '../texts/index.ts'
import { createPasskey } from './browser-passkeys.ts'

const ADDRESS = '/api/account/passkeys'

/** The passkeys of one's account, and a way to add one. */
export function PasskeySection({
  state,
  onMade,
}: {
  readonly state: SecondFactor
  readonly onMade: (codes: readonly string[]) => void
}) {
  const words = texts.passkeys
  return (
    <Stack>
      <div>
        <Title order={3} size="h5">
          {words.title}
        </Title>
        <Text size="sm" c="dimmed">
          {words.introduction}
        </Text>
      </div>
      {state.passkeys.map(passkey => (
        <OnePasskey key={passkey.id} passkey={passkey} />
      ))}
      <AddPasskey onMade={onMade} />
    </Stack>
  )
}

function OnePasskey({ passkey: { id, name, added_at, last_used_at } }: { readonly passkey: Passkey }) {
  const words = texts.passkeys
  const removal = useChange(() => api.send('DELETE', `${ADDRESS}/${encodeURIComponent(id)}`))
  const used = last_used_at === null ? words.neverUsed : words.used(formatMoment(last_used_at))
  return (
    <Group justify="space-between">
      <div>
        <Text className="wrap-anywhere">{name}</Text>
        <Text size="sm" c="dimmed">
          {words.added(formatMoment(added_at))} {used}
        </Text>
      </div>
      <ConfirmButton
        label={words.remove}
        about={words.removeLabel(name)}
        text={words.removeText(name)}
        change={removal}
      />
    </Group>
  )
}

/** Adds a passkey: a name, then the browser asks for it. The first second factor comes with backup codes. */
export function AddPasskey({ onMade }: { readonly onMade: (codes: readonly string[]) => void }) {
  const [name, setName] = useState('')
  const addition = useMutation({
    mutationFn: async () => {
      const { ceremony, options } = await api.send<PasskeyCeremony>('POST', `${ADDRESS}/proposal`)
      const response = await createPasskey(options)
      return api.send<BackupCodes>('POST', ADDRESS, { ceremony, name: name.trim(), response })
    },
    onSuccess: ({ codes }) => {
      setName('')
      onMade(codes)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    addition.mutate()
  }
  const words = texts.passkeys
  return (
    <form onSubmit={submit}>
      <Stack maw="26rem" gap="sm">
        <TextInput
          label={words.name}
          description={words.nameHint}
          required
          maxLength={75}
          value={name}
          onChange={event => setName(event.currentTarget.value)}
        />
        <ErrorNotice error={addition.error} />
        <div>
          <Button type="submit" variant="default" disabled={name.trim() === ''} loading={addition.isPending}>
            {words.add}
          </Button>
        </div>
      </Stack>
    </form>
  )
}
