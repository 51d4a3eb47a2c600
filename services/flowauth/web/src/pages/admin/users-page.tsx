import type { User } from '@flowkit/flowauth/api'
import { Paper, Table, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { users } from '../../api/queries.ts'
import { PlusIcon } from '../../components/icons.tsx'
import { LinkButton, PageLink } from '../../components/links.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { EmptyState } from '../../components/notices.tsx'
import { Page } from '../../components/page.tsx'
import { texts } from '../../texts/index.ts'

/** Everybody who may sign in, or might before. */
export function UsersPage() {
  const words = texts.adminUsers
  const [search, setSearch] = useState('')
  const found = ({ username }: User) => username.toLowerCase().includes(search.trim().toLowerCase())
  return (
    <Page
      title={words.title}
      introduction={words.introduction}
      action={
        <LinkButton to="/admin/users/new" leftSection={<PlusIcon />}>
          {words.create}
        </LinkButton>
      }
    >
      <TextInput
        label={words.search}
        maw="24rem"
        value={search}
        onChange={event => setSearch(event.currentTarget.value)}
      />
      <Loaded of={useQuery(users())}>{list => <UserTable users={list.filter(found)} />}</Loaded>
    </Page>
  )
}

function UserTable({ users }: { readonly users: readonly User[] }) {
  const words = texts.adminUsers
  if (users.length === 0) return <EmptyState title={words.none} hint={words.noneHint} />
  return (
    <Paper p={0}>
      <Table className="stacked" aria-label={words.title}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.username}</Table.Th>
            <Table.Th>{words.kind}</Table.Th>
            <Table.Th>{words.roles}</Table.Th>
            <Table.Th>{words.status}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {users.map(user => (
            <Table.Tr key={user.id} className={user.suspended_at === null ? '' : 'past'}>
              <Table.Td>
                <PageLink to={`/admin/users/${user.id}`}>{user.username}</PageLink>
              </Table.Td>
              <Table.Td data-heading={words.kind}>
                {user.is_admin ? words.administrator : words.user}
              </Table.Td>
              <Table.Td data-heading={words.roles}>
                {user.roles.map(({ name, server_name }) => `${name} (${server_name})`).join(', ') || '–'}
              </Table.Td>
              <Table.Td data-heading={words.status}>{statusOf(user)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  )
}

function statusOf({ suspended_at, one_time_password_until }: User): string {
  const words = texts.adminUsers
  if (suspended_at !== null) return words.suspended
  return one_time_password_until === null ? words.active : words.invited
}
