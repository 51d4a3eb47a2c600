import type { Server, ServerCheck } from '@flowkit/flowauth/api'
import { Button, Group, Text } from '@mantine/core'
import { api } from '../../api/client.ts'
import { useChange } from '../../api/use-change.ts'
import { ErrorNotice } from '../../components/notices.tsx'
import { StatusBadge } from '../../components/status-badge.tsx'
import { reasonText } from '../../texts/errors.ts'
import { formatMoment } from '../../texts/format.ts'
import { texts } from '../../texts/index.ts'

/** What came of the last look at a server's address, in a word. */
export function ServerStateBadge({ server }: { readonly server: Server }) {
  const words = texts.adminServers
  const { check_outcome } = server
  return <StatusBadge>{check_outcome ? words.states[check_outcome.state] : words.unchecked}</StatusBadge>
}

/** The same in a sentence, and a button to look again. */
export function ServerState({ server }: { readonly server: Server }) {
  const words = texts.adminServers
  const check = useChange(() => api.send<Server>('POST', `/api/admin/servers/${server.id}/check`))
  const { description_url, checked_at, check_outcome } = server
  if (description_url === null) return null
  return (
    <>
      <Group justify="space-between">
        <Text role="status">
          {check_outcome ? sentence(check_outcome) : words.unchecked}{' '}
          {checked_at !== null && words.checked(formatMoment(checked_at))}
        </Text>
        <Button variant="default" loading={check.isPending} onClick={() => check.mutate()}>
          {words.check}
        </Button>
      </Group>
      <ErrorNotice error={check.error} />
    </>
  )
}

function sentence(outcome: ServerCheck): string {
  const words = texts.adminServers.outcomes
  switch (outcome.state) {
    case 'changed': {
      const { added, removed, roles } = outcome
      const changed = words.changed(added, removed)
      return roles.length === 0 ? changed : `${changed} ${words.touched(roles.join(', '))}`
    }
    case 'replaced':
      return words.replaced(outcome.name)
    case 'unreachable':
      return words.unreachable(reasonText(outcome))
    case 'same':
    case 'unusable':
      return words[outcome.state]
  }
}
