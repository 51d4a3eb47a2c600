import type { TokenKey, TokenKeys } from '@flowkit/flowauth/api'
import { Group, NumberInput, Paper, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { tokenKeys } from '../../api/queries.ts'
import { useChange } from '../../api/use-change.ts'
import { ConfirmButton } from '../../components/confirm-button.tsx'
import { Copyable } from '../../components/copyable.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { Section, SectionTitle } from '../../components/section.tsx'
import { StatusBadge } from '../../components/status-badge.tsx'
import { formatMoment } from '../../texts/format.ts'
import { texts } from '../../texts/index.ts'

const PEM_ROWS = 5
/** As the command `flowauth keys rotate` has it. */
const USUAL_WAIT_MINUTES = 10
const LONGEST_WAIT_MINUTES = 10_080

/** The keys that FlowAPI knows tokens by: which signs, which will, and which did. */
export function TokenKeysPage() {
  const words = texts.adminKey
  return (
    <Page title={words.title}>
      <Loaded of={useQuery(tokenKeys())}>
        {({ algorithm, rotates, keys }) => (
          <Stack gap="lg">
            <Introduction algorithm={algorithm} rotates={rotates} />
            {rotates && <Rotation />}
            {keys.map(key => (
              <KeyCard key={key.kid} tokenKey={key} />
            ))}
          </Stack>
        )}
      </Loaded>
    </Page>
  )
}

function Introduction({ algorithm, rotates }: Pick<TokenKeys, 'algorithm' | 'rotates'>) {
  const words = texts.adminKey
  if (algorithm === 'HS256') return <Text>{words.shared}</Text>
  const { origin } = window.location
  return (
    <Stack gap="xs" className="wrap-anywhere">
      <Text>{words.introduction}</Text>
      <Copyable label={words.setAddress} value={`${origin}/.well-known/jwks.json`} />
      <Copyable label={words.listAddress} value={`${origin}/revocations`} />
      {!rotates && <Text c="dimmed">{words.given}</Text>}
    </Stack>
  )
}

function Rotation() {
  const words = texts.adminKey
  const [minutes, setMinutes] = useState(USUAL_WAIT_MINUTES)
  const rotation = useChange(() =>
    api.send<TokenKey>('POST', '/api/admin/token-keys', { after_minutes: minutes }),
  )
  return (
    <Section title={words.rotate}>
      <Text c="dimmed">{words.rotateText}</Text>
      <Group align="flex-end">
        <NumberInput
          label={words.after}
          min={0}
          max={LONGEST_WAIT_MINUTES}
          allowDecimal={false}
          value={minutes}
          onChange={value => setMinutes(Number(value) || 0)}
        />
        <ConfirmButton
          label={words.rotate}
          text={words.rotateConfirm(minutes)}
          change={rotation}
          color="lagoon"
        />
      </Group>
    </Section>
  )
}

function KeyCard({ tokenKey }: { readonly tokenKey: TokenKey }) {
  const words = texts.adminKey
  const { kid, state, signs_from, retired_at, active_tokens, last_expiry, public_key } = tokenKey
  const retirement = useChange(() => api.send('POST', `/api/admin/token-keys/${kid}/retirement`))
  return (
    <Paper className={state === 'retired' ? 'past' : ''}>
      <Stack>
        <Group justify="space-between" gap="xs">
          <SectionTitle>{kid}</SectionTitle>
          <StatusBadge>{words.states[state]}</StatusBadge>
        </Group>
        <Text size="sm">
          {words.since(formatMoment(signs_from))}
          {retired_at !== null && ` ${words.retiredAt(formatMoment(retired_at))}`}
        </Text>
        <Text size="sm">
          {last_expiry === null ? words.noTokens : words.tokens(active_tokens, formatMoment(last_expiry))}
        </Text>
        {state !== 'retired' && (
          <Copyable label={words.key} value={public_key} fileName={`${kid}.pem`} mostRows={PEM_ROWS} />
        )}
        {(state === 'former' || state === 'next') && (
          <div>
            <ConfirmButton label={words.retire} text={words.retireText(active_tokens)} change={retirement} />
          </div>
        )}
      </Stack>
    </Paper>
  )
}
