import type { MySession } from '@flowkit/flowauth/api'
import { Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api } from '../api/client.ts'
import { mySessions } from '../api/queries.ts'
import { useChange } from '../api/use-change.ts'
import { ConfirmButton } from '../components/confirm-button.tsx'
import { Loaded } from '../components/loaded.tsx'
import { Section } from '../components/section.tsx'
import { StatusBadge } from '../components/status-badge.tsx'
import { formatMoment } from '../texts/format.ts'
import { texts } from '../texts/index.ts'
import { browserName } from './browser-name.ts'

/** Where one is signed in. */
export function SessionsSection() {
  const sessions = useQuery(mySessions())
  return (
    <Section title={texts.sessions.title}>
      <Loaded of={sessions}>
        {list => list.map(session => <OneSession key={session.id} session={session} />)}
      </Loaded>
    </Section>
  )
}

function OneSession({ session }: { readonly session: MySession }) {
  const { id, started_at, last_used_at, address, user_agent, is_current } = session
  const words = texts.sessions
  const browser = user_agent === null ? words.unknown : browserName(user_agent, words.browserOn)
  const end = useChange(() => api.send('DELETE', `/api/account/sessions/${id}`))
  return (
    <Group justify="space-between">
      <div>
        <Text className="wrap-anywhere">{browser}</Text>
        <Text size="sm" c="dimmed">
          {words.from(address ?? '–', formatMoment(started_at), formatMoment(last_used_at))}
        </Text>
      </div>
      {is_current ? (
        <StatusBadge>{words.here}</StatusBadge>
      ) : (
        <ConfirmButton label={words.end} about={words.endLabel(browser)} text={words.endText} change={end} />
      )}
    </Group>
  )
}
