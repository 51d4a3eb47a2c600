import type { AuthenticatorSetup, BackupCodes } from '@flowkit/flowauth/api'
import { Button, Code, Group, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { api } from '../api/client.ts'
import { ErrorNotice } from '../components/notices.tsx'
import { texts } from '../texts/index.ts'
import { QrCode } from './qr-code.tsx'

const ADDRESS = '/api/account/second-factor'

interface AuthenticatorStepsProps {
  /** What the button says that begins. */
  readonly label: string
  /** What can be done instead of beginning. */
  readonly beside?: ReactNode
  /** Told the backup codes that come with it. */
  readonly onMade: (codes: readonly string[]) => void
}

/** Sets up an authenticator app, in two steps: a button, and the first code. */
export function AuthenticatorSteps({ label, beside, onMade }: AuthenticatorStepsProps) {
  const proposal = useMutation({
    mutationFn: () => api.send<AuthenticatorSetup>('POST', `${ADDRESS}/proposal`),
  })
  if (proposal.data)
    return <FirstCode proposed={proposal.data} onConfirmed={onMade} onCancel={proposal.reset} />
  return (
    <>
      <ErrorNotice error={proposal.error} />
      <Group>
        <Button loading={proposal.isPending} onClick={() => proposal.mutate()}>
          {label}
        </Button>
        {beside}
      </Group>
    </>
  )
}

interface FirstCodeProps {
  readonly proposed: AuthenticatorSetup
  readonly onConfirmed: (codes: readonly string[]) => void
  readonly onCancel: () => void
}

function FirstCode({ proposed, onConfirmed, onCancel }: FirstCodeProps) {
  const [code, setCode] = useState('')
  const confirmation = useMutation({
    mutationFn: () => api.send<BackupCodes>('PUT', ADDRESS, { setup: proposed.setup, code }),
    onSuccess: made => onConfirmed(made.codes),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    confirmation.mutate()
  }
  const words = texts.secondFactor
  return (
    <form onSubmit={submit}>
      <Stack maw="26rem">
        <Text>{words.scan}</Text>
        <QrCode text={proposed.uri} label={words.qrCode} />
        <div>
          <Text size="sm">{words.secret}</Text>
          <Code className="wrap-anywhere">{proposed.secret.replace(/(.{4})(?=.)/g, '$1 ')}</Code>
        </div>
        <TextInput
          label={words.code}
          autoComplete="one-time-code"
          inputMode="numeric"
          required
          maxLength={10}
          value={code}
          onChange={event => setCode(event.currentTarget.value)}
        />
        <ErrorNotice error={confirmation.error} />
        <Group>
          <Button type="submit" loading={confirmation.isPending}>
            {words.confirm}
          </Button>
          <Button variant="default" onClick={onCancel}>
            {texts.actions.cancel}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
