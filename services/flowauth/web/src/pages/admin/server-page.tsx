import type { ServerWithScopes } from '@flowkit/flowauth/api'
import { Button, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { api } from '../../api/client.ts'
import { server, serverTokens } from '../../api/queries.ts'
import { useChange } from '../../api/use-change.ts'
import { ConfirmButton } from '../../components/confirm-button.tsx'
import { LimitsFields } from '../../components/limits-fields.tsx'
import { LinkButton } from '../../components/links.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { ErrorNotice, SuccessNotice } from '../../components/notices.tsx'
import { Page } from '../../components/page.tsx'
import { RevokeButton } from '../../components/revoke-button.tsx'
import { Section, SectionTitle } from '../../components/section.tsx'
import { TokenTable } from '../../components/token-table.tsx'
import { texts } from '../../texts/index.ts'
import { useAddressId } from '../use-address-id.ts'
import { Resync } from './resync.tsx'

/** A registered server: its limits, its scopes, the tokens that were made for it. */
export function ServerPage() {
  return (
    <Loaded of={useQuery(server(useAddressId()))}>
      {data => <ServerDetails key={data.id} server={data} />}
    </Loaded>
  )
}

function ServerDetails({ server }: { readonly server: ServerWithScopes }) {
  const words = texts.adminServers
  const navigate = useNavigate()
  const removal = useChange(() => api.send('DELETE', `/api/admin/servers/${server.id}`))
  return (
    <Page
      title={server.name}
      introduction={words.contents(server.scope_count, server.role_count)}
      action={<LinkButton to={`/admin/roles/new/${server.id}`}>{texts.adminRoles.create}</LinkButton>}
    >
      <ServerLimits server={server} />
      <Section title={words.resync}>
        <Resync server={server} />
      </Section>
      <ServerTokens server={server} />
      <div>
        <ConfirmButton
          label={words.remove}
          text={words.removeText(server.name)}
          change={removal}
          onDone={() => void navigate('/admin/servers')}
        />
      </div>
    </Page>
  )
}

function ServerLimits({ server }: { readonly server: ServerWithScopes }) {
  const { longest_lifetime_minutes, latest_expiry } = server
  const [limits, setLimits] = useState({ longest_lifetime_minutes, latest_expiry })
  const change = useChange(() => api.send('PATCH', `/api/admin/servers/${server.id}`, limits))
  return (
    <Section title={texts.limits.title}>
      <LimitsFields
        limits={limits}
        onChange={next => {
          change.reset()
          setLimits(next)
        }}
      />
      <ErrorNotice error={change.error} />
      {change.isSuccess && <SuccessNotice>{texts.adminServers.limitsSaved}</SuccessNotice>}
      <div>
        <Button loading={change.isPending} onClick={() => change.mutate()}>
          {texts.actions.save}
        </Button>
      </div>
    </Section>
  )
}

function ServerTokens({ server }: { readonly server: ServerWithScopes }) {
  const { id, refuses_revoked } = server
  return (
    <Stack gap="sm">
      <SectionTitle>{texts.tokens.title}</SectionTitle>
      <Text size="sm" c="dimmed">
        {refuses_revoked ? texts.tokens.revocable : texts.tokens.notRefused}
      </Text>
      <Loaded of={useQuery(serverTokens(id))}>
        {list =>
          list.tokens.length === 0 ? (
            <Text c="dimmed">{texts.tokens.emptyAdmin}</Text>
          ) : (
            <TokenTable
              list={list}
              showUser
              action={token => (
                <RevokeButton token={token} path="/api/admin/tokens" refused={refuses_revoked} />
              )}
            />
          )
        }
      </Loaded>
    </Stack>
  )
}
