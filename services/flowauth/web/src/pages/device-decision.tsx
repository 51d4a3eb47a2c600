import type { DeviceRequest, MyServer, TokenChoice } from '@flowkit/flowauth/api'
import { Button, Group, Paper, Radio, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { myServer, myServers } from '../api/queries.ts'
import { useChange } from '../api/use-change.ts'
import { Facts } from '../components/facts.tsx'
import { Loaded } from '../components/loaded.tsx'
import { EmptyState, ErrorNotice } from '../components/notices.tsx'
import { SectionTitle } from '../components/section.tsx'
import { formatMoment } from '../texts/format.ts'
import { texts } from '../texts/index.ts'
import { RoleChoices } from './role-choices.tsx'
import { asTokenChoice, type Choices } from './token-choice.ts'
import { TokenPreviewView } from './token-preview-view.tsx'

interface DeviceDecisionProps {
  readonly request: DeviceRequest
  /** Told what has been decided, in words. */
  readonly onDecided: (outcome: string) => void
}

/** Who asks from where, and what to let it have. */
export function DeviceDecision({ request, onDecided }: DeviceDecisionProps) {
  const words = texts.device
  const facts = [
    [words.client, request.client],
    [words.address, request.address],
    [words.since, formatMoment(request.started_at)],
  ] as const
  return (
    <>
      <Paper>
        <Stack gap="sm">
          <Text>{words.warning}</Text>
          <Facts facts={facts} />
        </Stack>
      </Paper>
      <Loaded of={useQuery(myServers())}>
        {servers => <Choice request={request} servers={servers} onDecided={onDecided} />}
      </Loaded>
    </>
  )
}

function Choice({
  request,
  servers,
  onDecided,
}: DeviceDecisionProps & { readonly servers: readonly MyServer[] }) {
  const [serverId, setServerId] = useState(servers[0]?.id)
  const [choices, setChoices] = useState<Choices>({})
  const words = texts.device
  const choice = asTokenChoice(choices, undefined)
  const address = `/api/account/device-requests/${request.id}`
  const approval = useChange((body: TokenChoice & { server_id: string }) => api.send('PUT', address, body))
  const refusal = useChange(() => api.send('DELETE', address))
  const choose = (id: string) => {
    setServerId(id)
    setChoices({})
  }
  const allow = () => {
    if (choice && serverId)
      approval.mutate({ ...choice, server_id: serverId }, { onSuccess: () => onDecided(words.allowed) })
  }
  return (
    <>
      {servers.length === 0 && <EmptyState title={texts.servers.empty} hint={texts.servers.emptyHint} />}
      {servers.length > 1 && (
        <Paper>
          <Radio.Group label={words.server} value={serverId ?? ''} onChange={choose}>
            <Stack gap="xs" mt="xs">
              {servers.map(({ id, name }) => (
                <Radio key={id} value={id} label={name} />
              ))}
            </Stack>
          </Radio.Group>
        </Paper>
      )}
      {serverId !== undefined && (
        <Paper>
          <Stack>
            <SectionTitle>{servers.find(({ id }) => id === serverId)?.name}</SectionTitle>
            <Roles serverId={serverId} choices={choices} onChange={setChoices} />
            {choice && <TokenPreviewView serverId={serverId} choice={choice} />}
          </Stack>
        </Paper>
      )}
      <Text size="sm" c="dimmed">
        {words.renews}
      </Text>
      <ErrorNotice error={approval.error ?? refusal.error} />
      <Group>
        <Button disabled={!choice} loading={approval.isPending} onClick={allow}>
          {words.allow}
        </Button>
        <Button
          variant="default"
          loading={refusal.isPending}
          onClick={() => refusal.mutate(undefined, { onSuccess: () => onDecided(words.refused) })}
        >
          {words.refuse}
        </Button>
      </Group>
    </>
  )
}

function Roles(props: {
  readonly serverId: string
  readonly choices: Choices
  readonly onChange: (choices: Choices) => void
}) {
  return (
    <Loaded of={useQuery(myServer(props.serverId))}>
      {({ roles }) => <RoleChoices roles={roles} choices={props.choices} onChange={props.onChange} />}
    </Loaded>
  )
}
