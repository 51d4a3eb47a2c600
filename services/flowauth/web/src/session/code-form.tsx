import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { ErrorNotice } from '../components/notices.tsx'
import { texts } from '../texts/index.ts'

interface CodeFormProps {
  readonly pending: boolean
  readonly error: unknown
  readonly onCode: (code: string) => void
  /** Asks the browser for a passkey; undefined where there is none. */
  readonly onPasskey: (() => void) | undefined
  readonly onBack: () => void
}

/** The second step of signing in, for those who have a second factor. */
export function CodeForm({ pending, error, onCode, onPasskey, onBack }: CodeFormProps) {
  const [code, setCode] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onCode(code)
  }
  const words = texts.signIn
  return (
    <form onSubmit={submit}>
      <Stack>
        {onPasskey && (
          <>
            <Button fullWidth loading={pending} onClick={onPasskey} autoFocus>
              {words.passkey}
            </Button>
            <Text size="sm" c="dimmed">
              {words.passkeyOr}
            </Text>
          </>
        )}
        <TextInput
          label={words.code}
          description={words.codeHint}
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus={!onPasskey}
          required
          maxLength={40}
          value={code}
          onChange={event => setCode(event.currentTarget.value)}
        />
        <ErrorNotice error={error} />
        <Group>
          <Button type="submit" variant={onPasskey ? 'default' : 'filled'} loading={pending}>
            {words.codeSubmit}
          </Button>
          <Button variant="default" onClick={onBack}>
            {words.back}
          </Button>
        </Group>
        <Text size="sm" c="dimmed">
          {words.lost}
        </Text>
      </Stack>
    </form>
  )
}
