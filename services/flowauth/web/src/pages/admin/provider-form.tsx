import type { ProviderContents } from '@flowkit/flowauth/api'
import { Button, Group, Paper, PasswordInput, Stack, Switch, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { LinkButton } from '../../components/links.tsx'
import { ErrorNotice } from '../../components/notices.tsx'
import { Section } from '../../components/section.tsx'
import { texts } from '../../texts/index.ts'
import { RoleMappingFields } from './role-mapping-fields.tsx'

interface ProviderFormProps {
  readonly contents: ProviderContents
  /** Whether the provider has a secret already, which an empty field leaves as it is. */
  readonly secretKept: boolean
  readonly error: unknown
  readonly pending: boolean
  /** Told what to save, and to call back when it has been. */
  readonly onSave: (contents: ProviderContents, onSaved: () => void) => void
}

/** Fields for all of an identity provider: where it is, how it knows FlowAuth, what its people may do. */
export function ProviderForm({ contents, secretKept, error, pending, onSave }: ProviderFormProps) {
  const [draft, setDraft] = useState(contents)
  const [secret, setSecret] = useState('')
  const words = texts.adminProviders
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSave({ ...draft, ...(secret === '' ? {} : { client_secret: secret }) }, () => setSecret(''))
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="lg">
        <Paper>
          <Stack maw="32rem">
            <TextInput
              label={words.name}
              description={words.nameHint}
              required
              maxLength={60}
              value={draft.name}
              onChange={event => setDraft({ ...draft, name: event.currentTarget.value })}
            />
            <TextInput
              label={words.issuer}
              description={words.issuerHint}
              type="url"
              required
              value={draft.issuer}
              onChange={event => setDraft({ ...draft, issuer: event.currentTarget.value })}
            />
            <TextInput
              label={words.clientId}
              description={words.clientIdHint}
              autoComplete="off"
              required
              value={draft.client_id}
              onChange={event => setDraft({ ...draft, client_id: event.currentTarget.value })}
            />
            <PasswordInput
              label={words.clientSecret}
              description={secretKept ? words.secretKept : undefined}
              autoComplete="off"
              required={!secretKept}
              value={secret}
              onChange={event => setSecret(event.currentTarget.value)}
            />
          </Stack>
        </Paper>
        <Section title={words.people} maw="42rem">
          <Switch
            label={words.createsAccounts}
            description={words.createsAccountsHint}
            checked={draft.creates_accounts}
            onChange={event => setDraft({ ...draft, creates_accounts: event.currentTarget.checked })}
          />
          <TextInput
            label={words.rolesClaim}
            description={words.rolesClaimHint}
            maxLength={100}
            value={draft.roles_claim ?? ''}
            onChange={event => setDraft({ ...draft, roles_claim: event.currentTarget.value || null })}
          />
          {draft.roles_claim !== null && (
            <RoleMappingFields
              mappings={draft.role_mappings}
              onChange={role_mappings => setDraft({ ...draft, role_mappings })}
            />
          )}
        </Section>
        <ErrorNotice error={error} />
        <Group>
          <Button type="submit" loading={pending}>
            {texts.actions.save}
          </Button>
          <LinkButton to="/admin/providers" variant="default">
            {texts.actions.cancel}
          </LinkButton>
        </Group>
      </Stack>
    </form>
  )
}
