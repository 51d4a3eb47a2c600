import type { DeviceRequest } from '@flowkit/flowauth/api'
import { Button, Paper, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useSearchParams } from 'react-router'
import { api } from '../api/client.ts'
import { LinkButton } from '../components/links.tsx'
import { ErrorNotice, SuccessNotice } from '../components/notices.tsx'
import { Page } from '../components/page.tsx'
import { texts } from '../texts/index.ts'
import { DeviceDecision } from './device-decision.tsx'

/** Where somebody types the code that a command line shows, and lets it in or refuses it. */
export function DevicePage() {
  const [address] = useSearchParams()
  const [code, setCode] = useState(address.get('code') ?? '')
  const [decided, setDecided] = useState<string>()
  const search = useMutation({
    mutationFn: () => api.send<DeviceRequest>('POST', '/api/account/device-requests', { user_code: code }),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    search.mutate()
  }
  const words = texts.device
  if (decided)
    return (
      <Page title={words.title}>
        <SuccessNotice>{decided}</SuccessNotice>
        <div>
          <LinkButton to="/account" variant="default">
            {texts.account.title}
          </LinkButton>
        </div>
      </Page>
    )
  if (search.data)
    return (
      <Page title={words.title} introduction={words.asks(search.data.client)}>
        <DeviceDecision request={search.data} onDecided={setDecided} />
      </Page>
    )
  return (
    <Page title={words.title} introduction={words.introduction}>
      <Paper>
        <form onSubmit={submit}>
          <Stack maw="24rem">
            <TextInput
              label={words.code}
              description={words.codeHint}
              autoComplete="off"
              autoCapitalize="characters"
              spellCheck={false}
              required
              maxLength={40}
              value={code}
              onChange={event => setCode(event.currentTarget.value)}
            />
            <ErrorNotice error={search.error} />
            <div>
              <Button type="submit" loading={search.isPending}>
                {words.goOn}
              </Button>
            </div>
          </Stack>
        </form>
      </Paper>
    </Page>
  )
}
