import type { Provider, ProviderContents } from '@flowkit/flowauth/api'
import { Paper, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { api } from '../../api/client.ts'
import { providers } from '../../api/queries.ts'
import { useChange } from '../../api/use-change.ts'
import { ConfirmButton } from '../../components/confirm-button.tsx'
import { Copyable } from '../../components/copyable.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { SuccessNotice } from '../../components/notices.tsx'
import { Page } from '../../components/page.tsx'
import { Section } from '../../components/section.tsx'
import { texts } from '../../texts/index.ts'
import { NotFoundPage } from '../not-found-page.tsx'
import { useAddressId } from '../use-address-id.ts'
import { ProviderForm } from './provider-form.tsx'

const NEW: ProviderContents = {
  name: '',
  issuer: '',
  client_id: '',
  creates_accounts: false,
  roles_claim: null,
  role_mappings: [],
}

/** Adds an identity provider, and goes on to its page, which says what the provider must be told. */
export function NewProviderPage() {
  const words = texts.adminProviders
  const navigate = useNavigate()
  const addition = useChange((contents: ProviderContents) =>
    api.send<Provider>('POST', '/api/admin/providers', contents),
  )
  const add = (contents: ProviderContents) =>
    addition.mutate(contents, { onSuccess: ({ id }) => void navigate(`/admin/providers/${id}`) })
  return (
    <Page title={words.add} introduction={words.addText}>
      <ProviderForm
        contents={NEW}
        secretKept={false}
        error={addition.error}
        pending={addition.isPending}
        onSave={add}
      />
    </Page>
  )
}

/** An identity provider: what it must be told, its settings, and its end. */
export function ProviderPage() {
  const id = useAddressId()
  return (
    <Loaded of={useQuery(providers())}>
      {list => {
        const found = list.find(provider => provider.id === id)
        return found ? <ProviderDetails key={id} provider={found} /> : <NotFoundPage />
      }}
    </Loaded>
  )
}

function ProviderDetails({ provider }: { readonly provider: Provider }) {
  const { id, redirect_url, account_count, ...contents } = provider
  const words = texts.adminProviders
  const path = `/api/admin/providers/${id}`
  const navigate = useNavigate()
  const change = useChange((next: ProviderContents) => api.send('PUT', path, next))
  const removal = useChange(() => api.send('DELETE', path))
  return (
    <Page title={provider.name}>
      <Paper>
        <Stack maw="42rem">
          <Text>{words.redirectText}</Text>
          <Copyable label={words.redirect} value={redirect_url} />
        </Stack>
      </Paper>
      {change.isSuccess && <SuccessNotice>{words.saved}</SuccessNotice>}
      <ProviderForm
        contents={contents}
        secretKept
        error={change.error}
        pending={change.isPending}
        onSave={(next, onSaved) => change.mutate(next, { onSuccess: onSaved })}
      />
      <Section title={words.end}>
        <div>
          <ConfirmButton
            label={words.remove}
            text={words.removeText(provider.name, account_count)}
            change={removal}
            onDone={() => void navigate('/admin/providers')}
          />
        </div>
      </Section>
    </Page>
  )
}
