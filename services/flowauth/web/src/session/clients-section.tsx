import type { MyClient } from '@flowkit/flowauth/api'
import { Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api } from '../api/client.ts'
import { myClients } from '../api/queries.ts'
import { useChange } from '../api/use-change.ts'
import { ConfirmButton } from '../components/confirm-button.tsx'
import { PageLink } from '../components/links.tsx'
import { Loaded } from '../components/loaded.tsx'
import { Section } from '../components/section.tsx'
import { formatMoment } from '../texts/format.ts'
import { texts } from '../texts/index.ts'

/** The command lines that one has let in. */
export function ClientsSection() {
  const clients = useQuery(myClients())
  const words = texts.clients
  return (
    <Section title={words.title}>
      <Loaded of={clients}>
        {list =>
          list.length === 0 ? (
            <Text c="dimmed">{words.none}</Text>
          ) : (
            list.map(client => <OneClient key={client.id} client={client} />)
          )
        }
      </Loaded>
      <div>
        <PageLink to="/device">{words.enterCode}</PageLink>
      </div>
    </Section>
  )
}

function OneClient({
  client: { id, client, server, roles, address, started_at, last_used_at },
}: {
  readonly client: MyClient
}) {
  const words = texts.clients
  const end = useChange(() => api.send('DELETE', `/api/account/clients/${id}`))
  return (
    <Group justify="space-between">
      <div>
        <Text className="wrap-anywhere">{words.uses(client, server, roles.join(', '))}</Text>
        <Text size="sm" c="dimmed">
          {texts.sessions.from(address, formatMoment(started_at), formatMoment(last_used_at))}
        </Text>
      </div>
      <ConfirmButton
        label={words.end}
        about={words.endLabel(client)}
        text={words.endText(client)}
        change={end}
      />
    </Group>
  )
}
