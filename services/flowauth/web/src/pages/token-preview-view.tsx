import type { ExpiryLimit, TokenChoice, TokenPreview } from '@flowkit/flowauth/api'
import { Stack } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { api } from '../api/client.ts'
import { Facts } from '../components/facts.tsx'
import { ErrorNotice, Loading } from '../components/notices.tsx'
import { formatBytes, formatMoment, formatNumber } from '../texts/format.ts'
import { texts } from '../texts/index.ts'
import { SizeWarning } from './size-warning.tsx'

interface TokenPreviewViewProps {
  readonly serverId: string
  readonly choice: TokenChoice
}

/** When a token would expire and why, and how large it would be, as the server works it out. */
export function TokenPreviewView({ serverId, choice }: TokenPreviewViewProps) {
  const { data, error } = useQuery({
    queryKey: ['mine', serverId, 'preview', choice],
    queryFn: () => api.send<TokenPreview>('POST', `/api/servers/${serverId}/tokens/preview`, choice),
    placeholderData: keepPreviousData,
  })
  if (error) return <ErrorNotice error={error} />
  if (!data) return <Loading />
  const words = texts.newToken
  const facts = [
    [words.expires, formatMoment(data.expires_at)],
    [words.limited, limitText(data.limited)],
    [words.scopes, formatNumber(data.scope_count)],
    [words.size, formatBytes(data.size_bytes)],
  ] as const
  return (
    <Stack gap="sm">
      <Facts facts={facts} />
      <SizeWarning bytes={data.size_bytes} />
    </Stack>
  )
}

function limitText(limited: ExpiryLimit): string {
  const words = texts.newToken.limits
  switch (limited.by) {
    case 'request':
      return words.request
    case 'server':
      return limited.rule === 'date' ? words.serverDate : words.serverLifetime
    case 'role':
      return limited.rule === 'date' ? words.roleDate(limited.role) : words.roleLifetime(limited.role)
  }
}
