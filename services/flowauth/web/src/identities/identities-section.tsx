import type { Identity } from '@flowkit/flowauth/api'
import { Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api } from '../api/client.ts'
import { myIdentities, providerChoices } from '../api/queries.ts'
import { useChange } from '../api/use-change.ts'
import { ConfirmButton } from '../components/confirm-button.tsx'
import { Loaded } from '../components/loaded.tsx'
import { Section } from '../components/section.tsx'
import { formatMoment } from '../texts/format.ts'
import { texts } from '../texts/index.ts'
import { ProviderButtons } from './provider-buttons.tsx'

/** Where one can sign in besides with a password; nothing in a deployment without providers. */
export function IdentitiesSection() {
  const words = texts.identities
  const providers = useQuery(providerChoices())
  const identities = useQuery(myIdentities())
  if (providers.data?.length === 0 || providers.isPending) return null
  return (
    <Section title={words.title}>
      <Loaded of={identities}>
        {list =>
          list.length === 0 ? (
            <Text>{words.none}</Text>
          ) : (
            list.map(identity => (
              <LinkedIdentity key={`${identity.provider_id} ${identity.linked_at}`} identity={identity} />
            ))
          )
        }
      </Loaded>
      <ProviderButtons label={words.link} begin={id => api.send('POST', `/api/account/identities/${id}`)} />
    </Section>
  )
}

function LinkedIdentity({ identity }: { readonly identity: Identity }) {
  const { provider_id, provider_name, linked_at } = identity
  const words = texts.identities
  const removal = useChange(() => api.send('DELETE', `/api/account/identities/${provider_id}`))
  return (
    <Group justify="space-between">
      <div>
        <Text fw={600}>{provider_name}</Text>
        <Text size="sm" c="dimmed">
          {words.since(formatMoment(linked_at))}
        </Text>
      </div>
      <ConfirmButton
        label={words.unlink(provider_name)}
        text={words.unlinkText(provider_name)}
        change={removal}
      />
    </Group>
  )
}
