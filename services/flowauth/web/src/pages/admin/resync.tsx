import type { ScopesComparison, ServerWithScopes } from '@flowkit/flowauth/api'
import { Button, Code, Group, List, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { useChange } from '../../api/use-change.ts'
import { ErrorNotice, SuccessNotice } from '../../components/notices.tsx'
import { formatMoment } from '../../texts/format.ts'
import { texts } from '../../texts/index.ts'
import { DescriptionSource, type FoundDescription } from './description-source.tsx'
import { ServerState } from './server-state.tsx'

/** Reads a server's document again: what would change is shown first, with the roles that it touches. */
export function Resync({ server }: { readonly server: ServerWithScopes }) {
  const [found, setFound] = useState<FoundDescription>()
  const path = `/api/admin/servers/${server.id}/scopes`
  const comparison = useChange((body: FoundDescription) =>
    api.send<ScopesComparison>('POST', `${path}/comparison`, body),
  )
  const takeOver = useChange((body: FoundDescription) => api.send('PUT', path, body))
  const compare = (description: FoundDescription) => {
    takeOver.reset()
    setFound(description)
    comparison.mutate(description)
  }
  const apply = () => {
    if (found) takeOver.mutate(found, { onSuccess: () => comparison.reset() })
  }
  const words = texts.adminServers
  return (
    <Stack>
      <Text c="dimmed">
        {words.resyncIntroduction} {words.resyncText(formatMoment(server.scopes_read_at))}
      </Text>
      {server.public_url !== null && (
        <Text className="wrap-anywhere">{words.publicUrl(server.public_url)}</Text>
      )}
      <ServerState server={server} />
      <DescriptionSource url={server.description_url} onFound={compare} />
      <ErrorNotice error={comparison.error ?? takeOver.error} />
      {comparison.data && <Changes comparison={comparison.data} />}
      {takeOver.isSuccess && <SuccessNotice>{words.applied}</SuccessNotice>}
      {comparison.data && (
        <Group>
          <Button loading={takeOver.isPending} onClick={apply}>
            {words.apply}
          </Button>
        </Group>
      )}
    </Stack>
  )
}

function Changes({ comparison }: { readonly comparison: ScopesComparison }) {
  const { added, removed, roles } = comparison
  const words = texts.adminServers
  if (added.length + removed.length === 0) return <Text role="status">{words.noChange}</Text>
  return (
    <Stack gap="sm" role="status">
      <ScopeList title={words.added(added.length)} scopes={added} />
      <ScopeList title={words.removed(removed.length)} scopes={removed} />
      {roles.length > 0 && (
        <div>
          <Text fw={600}>{words.touched}</Text>
          <List>
            {roles.map(({ id, name, loses }) => (
              <List.Item key={id}>{words.loses(name, loses.length)}</List.Item>
            ))}
          </List>
        </div>
      )}
    </Stack>
  )
}

/** So many scopes are shown before somebody asks for all. */
const FIRST_SCOPES = 12

function ScopeList({ title, scopes }: { readonly title: string; readonly scopes: readonly string[] }) {
  const [all, setAll] = useState(false)
  if (scopes.length === 0) return null
  return (
    <div>
      <Text fw={600}>{title}</Text>
      <Group gap={6} className="wrap-anywhere">
        {(all ? scopes : scopes.slice(0, FIRST_SCOPES)).map(scope => (
          <Code key={scope}>{scope}</Code>
        ))}
        {scopes.length > FIRST_SCOPES && (
          <Button variant="subtle" size="compact-sm" onClick={() => setAll(!all)}>
            {all ? texts.scopes.less : texts.scopes.more}
          </Button>
        )}
      </Group>
    </div>
  )
}
