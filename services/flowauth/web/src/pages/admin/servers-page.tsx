import { Paper, Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { servers } from '../../api/queries.ts'
import { ExpiryDate } from '../../components/expiry-date.tsx'
import { PlusIcon } from '../../components/icons.tsx'
import { LinkButton, PageLink } from '../../components/links.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { EmptyState } from '../../components/notices.tsx'
import { Page } from '../../components/page.tsx'
import { formatNumber, isPast } from '../../texts/format.ts'
import { texts } from '../../texts/index.ts'
import { ServerStateBadge } from './server-state.tsx'

/** The registered servers. */
export function ServersPage() {
  const words = texts.adminServers
  const register = (
    <LinkButton to="/admin/servers/new" leftSection={<PlusIcon />}>
      {words.register}
    </LinkButton>
  )
  return (
    <Page title={words.title} introduction={words.introduction} action={register}>
      <Loaded of={useQuery(servers())}>
        {list =>
          list.length === 0 ? (
            <EmptyState title={words.empty} hint={words.emptyHint} action={register} />
          ) : (
            <Paper p={0}>
              <Table className="stacked" aria-label={words.title}>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{words.name}</Table.Th>
                    <Table.Th>{words.scopes}</Table.Th>
                    <Table.Th>{words.roles}</Table.Th>
                    <Table.Th>{words.expiry}</Table.Th>
                    <Table.Th>{words.state}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {list.map(server => (
                    <Table.Tr key={server.id} className={isPast(server.latest_expiry) ? 'past' : ''}>
                      <Table.Td>
                        <PageLink to={`/admin/servers/${server.id}`}>{server.name}</PageLink>
                      </Table.Td>
                      <Table.Td data-heading={words.scopes}>{formatNumber(server.scope_count)}</Table.Td>
                      <Table.Td data-heading={words.roles}>{server.role_count}</Table.Td>
                      <Table.Td data-heading={words.expiry}>
                        <ExpiryDate date={server.latest_expiry} />
                      </Table.Td>
                      <Table.Td data-heading={words.state}>
                        <ServerStateBadge server={server} />
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Paper>
          )
        }
      </Loaded>
    </Page>
  )
}
