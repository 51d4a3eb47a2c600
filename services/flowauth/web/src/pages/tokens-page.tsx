import type { MintedToken, Token } from '@flowkit/flowauth/api'
import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { myServer, myTokens } from '../api/queries.ts'
import { useChange } from '../api/use-change.ts'
import { PlusIcon } from '../components/icons.tsx'
import { LinkButton } from '../components/links.tsx'
import { Loaded } from '../components/loaded.tsx'
import { EmptyState, ErrorNotice } from '../components/notices.tsx'
import { Page } from '../components/page.tsx'
import { RevokeButton } from '../components/revoke-button.tsx'
import { TokenTable } from '../components/token-table.tsx'
import { texts } from '../texts/index.ts'
import { MintedTokenView } from './minted-token-view.tsx'
import { useAddressId } from './use-address-id.ts'

/** One's tokens for a server. */
export function TokensPage() {
  const id = useAddressId()
  const tokens = useQuery(myTokens(id))
  return (
    <Loaded of={useQuery(myServer(id))}>
      {server => (
        <Page
          title={texts.tokens.yours(server.name)}
          introduction={texts.tokens.introduction}
          action={<NewTokenLink serverId={id} />}
        >
          {server.url !== null && <Text className="wrap-anywhere">{texts.tokens.server(server.url)}</Text>}
          <Loaded of={tokens}>
            {list =>
              list.tokens.length === 0 ? (
                <EmptyState
                  title={texts.tokens.empty}
                  hint={texts.tokens.emptyHint}
                  action={<NewTokenLink serverId={id} />}
                />
              ) : (
                <Stack>
                  <TokenTable
                    list={list}
                    action={token => (
                      <Group gap="xs">
                        <RenewButton token={token} />
                        <RevokeButton token={token} path="/api/tokens" refused={server.refuses_revoked} />
                      </Group>
                    )}
                  />
                  <Text size="sm" c="dimmed">
                    {server.refuses_revoked ? texts.tokens.revocable : texts.tokens.notRefused}
                  </Text>
                </Stack>
              )
            }
          </Loaded>
        </Page>
      )}
    </Loaded>
  )
}

function NewTokenLink({ serverId }: { readonly serverId: string }) {
  return (
    <LinkButton to={`/servers/${serverId}/new-token`} leftSection={<PlusIcon />}>
      {texts.tokens.create}
    </LinkButton>
  )
}

/** Makes a token again, with the same name and roles, and shows it. */
function RenewButton({ token }: { readonly token: Token }) {
  const [shown, setShown] = useState(false)
  const renewal = useChange(() => api.send<MintedToken>('POST', `/api/tokens/${token.id}/renewal`, {}))
  const renew = () => renewal.mutate(undefined, { onSettled: () => setShown(true) })
  return (
    <>
      <Button
        variant="default"
        size="compact-sm"
        loading={renewal.isPending}
        aria-label={texts.tokens.renewLabel(token.name)}
        onClick={renew}
      >
        {texts.tokens.renew}
      </Button>
      <Modal opened={shown} onClose={() => setShown(false)} size="lg" title={texts.newToken.madeTitle}>
        <ErrorNotice error={renewal.error} />
        {renewal.data && <MintedTokenView minted={renewal.data} />}
      </Modal>
    </>
  )
}
