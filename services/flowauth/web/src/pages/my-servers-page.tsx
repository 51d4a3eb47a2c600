import type { MyServer } from '@flowkit/flowauth/api'
import { Group, Paper, SimpleGrid, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { myServers } from '../api/queries.ts'
import { LinkButton, PageLink } from '../components/links.tsx'
import { Loaded } from '../components/loaded.tsx'
import { EmptyState } from '../components/notices.tsx'
import { Page } from '../components/page.tsx'
import { SectionTitle } from '../components/section.tsx'
import { useSession } from '../session/session-context.ts'
import { isPast } from '../texts/format.ts'
import { texts } from '../texts/index.ts'

/** The servers that one may ask. */
export function MyServersPage() {
  const words = texts.servers
  return (
    <Page title={words.title} introduction={words.introduction}>
      <Loaded of={useQuery(myServers())}>
        {servers =>
          servers.length === 0 ? (
            <NoRoles />
          ) : (
            <SimpleGrid cols={{ base: 1, md: 2 }}>
              {servers.map(server => (
                <ServerCard key={server.id} server={server} />
              ))}
            </SimpleGrid>
          )
        }
      </Loaded>
    </Page>
  )
}

/** What to do without roles: administrators can give themselves some. */
function NoRoles() {
  const words = texts.servers
  const { is_admin } = useSession().session.user
  if (!is_admin) return <EmptyState title={words.empty} hint={words.emptyHint} />
  const toServers = <LinkButton to="/admin/servers">{words.administer}</LinkButton>
  return <EmptyState title={words.empty} hint={words.emptyHintAdmin} action={toServers} />
}

function roleName({ name, latest_expiry }: MyServer['roles'][number]): string {
  return isPast(latest_expiry) ? texts.servers.expiredRole(name) : name
}

function ServerCard({ server }: { readonly server: MyServer }) {
  const words = texts.servers
  const { id, name, roles, active_tokens } = server
  return (
    <Paper>
      <Stack gap="sm">
        <SectionTitle>
          <PageLink to={`/servers/${id}`}>{name}</PageLink>
        </SectionTitle>
        <Text c="dimmed">
          {words.roles(roles.length)}: {roles.map(roleName).join(', ')}
        </Text>
        <Group justify="space-between">
          <Text size="sm">{words.activeTokens(active_tokens)}</Text>
          <LinkButton to={`/servers/${id}/new-token`} variant="light" size="compact-md">
            {texts.tokens.create}
          </LinkButton>
        </Group>
      </Stack>
    </Paper>
  )
}
