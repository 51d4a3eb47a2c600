import type { MintedToken, MyServerWithScopes } from '@flowkit/flowauth/api'
import { Button, Group, Paper, Radio, Stack, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api } from '../api/client.ts'
import { myServer } from '../api/queries.ts'
import { useChange } from '../api/use-change.ts'
import { LifetimeField } from '../components/limits-fields.tsx'
import { LinkButton } from '../components/links.tsx'
import { Loaded } from '../components/loaded.tsx'
import { ErrorNotice } from '../components/notices.tsx'
import { Page } from '../components/page.tsx'
import { Section } from '../components/section.tsx'
import { texts } from '../texts/index.ts'
import { MintedTokenView } from './minted-token-view.tsx'
import { RoleChoices } from './role-choices.tsx'
import { asTokenChoice, type Choices, choicesAmong } from './token-choice.ts'
import { TokenPreviewView } from './token-preview-view.tsx'
import { useAddressId } from './use-address-id.ts'

const WHOLE_DAY_MINUTES = 1440

/** Makes a token: a name, roles, perhaps a shorter time; what will come of it is shown before. */
export function NewTokenPage() {
  return <Loaded of={useQuery(myServer(useAddressId()))}>{server => <NewToken server={server} />}</Loaded>
}

function NewToken({ server }: { readonly server: MyServerWithScopes }) {
  const mint = useChange((body: object) =>
    api.send<MintedToken>('POST', `/api/servers/${server.id}/tokens`, body),
  )
  const tokens = `/servers/${server.id}`
  if (mint.data)
    return (
      <Page title={texts.newToken.madeTitle}>
        <Paper>
          <MintedTokenView minted={mint.data} />
        </Paper>
        <div>
          <LinkButton to={tokens} variant="default">
            {texts.actions.done}
          </LinkButton>
        </div>
      </Page>
    )
  return (
    <Page title={texts.newToken.for(server.name)}>
      <NewTokenForm server={server} error={mint.error} pending={mint.isPending} onSubmit={mint.mutate} />
    </Page>
  )
}

interface NewTokenFormProps {
  readonly server: MyServerWithScopes
  readonly error: unknown
  readonly pending: boolean
  readonly onSubmit: (token: object) => void
}

function NewTokenForm({ server, error, pending, onSubmit }: NewTokenFormProps) {
  const [name, setName] = useState('')
  const [choices, setChoices] = useState<Choices>({})
  const [lifetime, setLifetime] = useState<number>()
  const choice = asTokenChoice(choicesAmong(choices, server.roles), lifetime)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (choice) onSubmit({ name: name.trim(), ...choice })
  }
  const words = texts.newToken
  return (
    <form onSubmit={submit}>
      <Stack gap="lg">
        <Paper>
          <TextInput
            label={words.name}
            description={words.nameHint}
            required
            maxLength={75}
            maw="28rem"
            value={name}
            onChange={event => setName(event.currentTarget.value)}
          />
        </Paper>
        <Paper>
          <RoleChoices roles={server.roles} choices={choices} onChange={setChoices} />
        </Paper>
        <Paper>
          <Stack gap="sm">
            <Radio.Group
              label={words.lifetime}
              value={lifetime === undefined ? 'longest' : 'chosen'}
              onChange={value => setLifetime(value === 'chosen' ? WHOLE_DAY_MINUTES : undefined)}
            >
              <Stack gap="xs" mt="xs">
                <Radio value="longest" label={words.longest} />
                <Radio value="chosen" label={words.chosen} />
              </Stack>
            </Radio.Group>
            {lifetime !== undefined && (
              <Group maw="24rem">
                <LifetimeField label={words.chosenLabel} minutes={lifetime} onChange={setLifetime} />
              </Group>
            )}
          </Stack>
        </Paper>
        <Section title={words.preview} gap="sm">
          {choice ? (
            <TokenPreviewView serverId={server.id} choice={choice} />
          ) : (
            <Text c="dimmed">{words.previewEmpty}</Text>
          )}
        </Section>
        <ErrorNotice error={error} />
        <Group>
          <Button type="submit" disabled={!choice || name.trim() === ''} loading={pending}>
            {words.submit}
          </Button>
          <LinkButton to={`/servers/${server.id}`} variant="default">
            {texts.actions.cancel}
          </LinkButton>
        </Group>
      </Stack>
    </form>
  )
}
