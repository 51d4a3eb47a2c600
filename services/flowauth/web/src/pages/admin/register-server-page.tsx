import type { Server } from '@flowkit/flowauth/api'
import { Alert, Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { api } from '../../api/client.ts'
import { useChange } from '../../api/use-change.ts'
import { type Limits, LimitsFields } from '../../components/limits-fields.tsx'
import { LinkButton } from '../../components/links.tsx'
import { ErrorNotice } from '../../components/notices.tsx'
import { Page } from '../../components/page.tsx'
import { Section } from '../../components/section.tsx'
import { texts } from '../../texts/index.ts'
import { DescriptionSource, type FoundDescription } from './description-source.tsx'

/** A day, as FlowKit suggests. */
const FIRST_LIMITS: Limits = { longest_lifetime_minutes: 1440, latest_expiry: null }

/** Registers a server: its document first, which gives name and scopes, then the limits of its tokens. */
export function RegisterServerPage() {
  const [found, setFound] = useState<FoundDescription>()
  const [limits, setLimits] = useState(FIRST_LIMITS)
  const navigate = useNavigate()
  const registration = useChange((body: object) => api.send<Server>('POST', '/api/admin/servers', body))
  const words = texts.adminServers
  const register = () =>
    registration.mutate(
      { ...found, ...limits },
      { onSuccess: server => void navigate(`/admin/servers/${server.id}`) },
    )
  return (
    <Page title={words.register}>
      <Section title={words.document}>
        <DescriptionSource onFound={setFound} />
        {found && (
          <Alert role="status" title={words.foundTitle} className="wrap-anywhere">
            {words.found(found.name, found.scopes.length)}
            {found.public_url !== null && <Text size="sm">{words.publicUrl(found.public_url)}</Text>}
          </Alert>
        )}
      </Section>
      {found && (
        <Section title={texts.limits.title}>
          <LimitsFields limits={limits} onChange={setLimits} />
        </Section>
      )}
      <ErrorNotice error={registration.error} />
      <Group>
        <Button disabled={!found} loading={registration.isPending} onClick={register}>
          {words.save}
        </Button>
        <LinkButton to="/admin/servers" variant="default">
          {texts.actions.cancel}
        </LinkButton>
      </Group>
    </Page>
  )
}
