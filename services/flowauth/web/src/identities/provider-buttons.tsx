import type { ProviderAddress } from '@flowkit/flowauth/api'
import { Button, Stack } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { providerChoices } from '../api/queries.ts'
import { ErrorNotice } from '../components/notices.tsx'

interface ProviderButtonsProps {
  readonly label: (provider: string) => string
  /** Asks FlowAuth's server where to go. */
  readonly begin: (providerId: string) => Promise<ProviderAddress>
}

/** A button for each identity provider, which leaves for it; nothing where there are none. */
export function ProviderButtons({ label, begin }: ProviderButtonsProps) {
  const { data = [], error } = useQuery(providerChoices())
  const departure = useMutation({
    mutationFn: begin,
    onSuccess: ({ url }) => window.location.assign(url),
  })
  if (data.length === 0 && !error) return null
  return (
    <Stack gap="xs" maw="26rem">
      {data.map(({ id, name }) => (
        <Button
          key={id}
          variant="default"
          className="long-button"
          loading={departure.isPending && departure.variables === id}
          onClick={() => departure.mutate(id)}
        >
          {label(name)}
        </Button>
      ))}
      <ErrorNotice error={departure.error ?? error} />
    </Stack>
  )
}
