import { Paper, Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { providers } from '../../api/queries.ts'
import { PlusIcon } from '../../components/icons.tsx'
import { LinkButton, PageLink } from '../../components/links.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { EmptyState } from '../../components/notices.tsx'
import { Page } from '../../components/page.tsx'
import { texts } from '../../texts/index.ts'

/** Where people may sign in besides with a password. */
export function ProvidersPage() {
  const words = texts.adminProviders
  const add = (
    <LinkButton to="/admin/providers/new" leftSection={<PlusIcon />}>
      {words.add}
    </LinkButton>
  )
  return (
    <Page title={words.title} introduction={words.introduction} action={add}>
      <Loaded of={useQuery(providers())}>
        {list =>
          list.length === 0 ? (
            <EmptyState title={words.empty} hint={words.emptyHint} action={add} />
          ) : (
            <Paper p={0}>
              <Table className="stacked" aria-label={words.title}>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{words.name}</Table.Th>
                    <Table.Th>{words.issuer}</Table.Th>
                    <Table.Th>{words.accounts}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {list.map(({ id, name, issuer, account_count }) => (
                    <Table.Tr key={id}>
                      <Table.Td>
                        <PageLink to={`/admin/providers/${id}`}>{name}</PageLink>
                      </Table.Td>
                      <Table.Td data-heading={words.issuer} className="wrap-anywhere">
                        {issuer}
                      </Table.Td>
                      <Table.Td data-heading={words.accounts}>{account_count}</Table.Td>
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
