import type { Role, Server } from '@flowkit/flowauth/api'
import { Group, Paper, Stack, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { roles, servers } from '../../api/queries.ts'
import { ExpiryDate } from '../../components/expiry-date.tsx'
import { PlusIcon } from '../../components/icons.tsx'
import { LinkButton, PageLink } from '../../components/links.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { EmptyState } from '../../components/notices.tsx'
import { Page } from '../../components/page.tsx'
import { SectionTitle } from '../../components/section.tsx'
import { formatNumber, isPast } from '../../texts/format.ts'
import { texts } from '../../texts/index.ts'

/** All roles, under the servers that they are for. */
export function RolesPage() {
  const words = texts.adminRoles
  const allRoles = useQuery(roles())
  return (
    <Page title={words.title} introduction={words.introduction}>
      <Loaded of={useQuery(servers())}>
        {list =>
          list.length === 0 ? (
            <EmptyState
              title={words.empty}
              hint={words.noServers}
              action={<LinkButton to="/admin/servers/new">{texts.adminServers.register}</LinkButton>}
            />
          ) : (
            <Loaded of={allRoles}>
              {found => (
                <Stack gap="xl">
                  {list.map(server => (
                    <ServerRoles
                      key={server.id}
                      server={server}
                      roles={found.filter(role => role.server_id === server.id)}
                    />
                  ))}
                </Stack>
              )}
            </Loaded>
          )
        }
      </Loaded>
    </Page>
  )
}

function ServerRoles({ server, roles }: { readonly server: Server; readonly roles: readonly Role[] }) {
  const words = texts.adminRoles
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <SectionTitle>{server.name}</SectionTitle>
        <LinkButton to={`/admin/roles/new/${server.id}`} leftSection={<PlusIcon />}>
          {words.create}
        </LinkButton>
      </Group>
      {roles.length === 0 ? (
        <Text c="dimmed">{words.emptyHint}</Text>
      ) : (
        <Paper p={0}>
          <Table className="stacked" aria-label={`${words.title}: ${server.name}`}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{words.name}</Table.Th>
                <Table.Th>{words.scopes}</Table.Th>
                <Table.Th>{words.members}</Table.Th>
                <Table.Th>{texts.limits.date}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {roles.map(role => (
                <Table.Tr key={role.id} className={isPast(role.latest_expiry) ? 'past' : ''}>
                  <Table.Td>
                    <PageLink to={`/admin/roles/${role.id}`}>{role.name}</PageLink>
                  </Table.Td>
                  <Table.Td data-heading={words.scopes}>{formatNumber(role.scope_count)}</Table.Td>
                  <Table.Td data-heading={words.members}>{role.member_count}</Table.Td>
                  <Table.Td data-heading={texts.limits.date}>
                    <ExpiryDate date={role.latest_expiry} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Paper>
      )}
    </Stack>
  )
}
