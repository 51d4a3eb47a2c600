import type { Token, TokenList } from '@flowkit/flowauth/api'
import { Group, Paper, Stack, Table, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { formatBytes, formatMoment, isPast } from '../texts/format.ts'
import { texts } from '../texts/index.ts'
import { StatusBadge } from './status-badge.tsx'

interface TokenTableProps {
  readonly list: TokenList
  /** Shows whose each token is. */
  readonly showUser?: boolean
  readonly action?: (token: Token) => ReactNode
}

/** Tokens, those that still work first; the others are greyed out. */
export function TokenTable({ list, showUser = false, action }: TokenTableProps) {
  const words = texts.tokens
  return (
    <Stack gap="xs">
      <Paper p={0}>
        <Table className="stacked" aria-label={words.title}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{words.name}</Table.Th>
              {showUser && <Table.Th>{words.user}</Table.Th>}
              <Table.Th>{words.roles}</Table.Th>
              <Table.Th>{words.issued}</Table.Th>
              <Table.Th>{words.expires}</Table.Th>
              {action && <Table.Th>{words.actions}</Table.Th>}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {list.tokens.map(token => (
              <TokenRow key={token.id} token={token} showUser={showUser} action={action?.(token)} />
            ))}
          </Table.Tbody>
        </Table>
      </Paper>
      {list.more && (
        <Text size="sm" c="dimmed">
          {words.more}
        </Text>
      )}
    </Stack>
  )
}

function TokenRow(props: { readonly token: Token; readonly showUser: boolean; readonly action: ReactNode }) {
  const { token, showUser, action } = props
  const words = texts.tokens
  const expired = isPast(token.expires_at)
  const past = expired || token.revoked_at !== null
  return (
    <Table.Tr className={past ? 'past' : ''}>
      <Table.Td className="wrap-anywhere">
        <Text span inherit fw={past ? 400 : 600}>
          {token.name}
        </Text>
        <Text span size="sm" c="dimmed">
          {' '}
          {formatBytes(token.size_bytes)}
        </Text>
      </Table.Td>
      {showUser && <Table.Td data-heading={words.user}>{token.username}</Table.Td>}
      <Table.Td data-heading={words.roles}>
        {token.roles.map(role => (role.part_of_role ? words.partOfRole(role.name) : role.name)).join(', ')}
      </Table.Td>
      <Table.Td data-heading={words.issued}>{formatMoment(token.issued_at)}</Table.Td>
      <Table.Td data-heading={words.expires}>
        <Group gap="xs">
          {formatMoment(token.expires_at)}
          {expired && <StatusBadge>{words.expired}</StatusBadge>}
          {token.revoked_because !== null && (
            <StatusBadge>{words.revoked[token.revoked_because]}</StatusBadge>
          )}
        </Group>
      </Table.Td>
      {action && <Table.Td>{action}</Table.Td>}
    </Table.Tr>
  )
}
