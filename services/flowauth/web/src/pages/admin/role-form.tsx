import type { RoleContents, ServerWithScopes } from '@flowkit/flowauth/api'
import { Button, Group, MultiSelect, Paper, Stack, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { users } from '../../api/queries.ts'
import { LimitsFields } from '../../components/limits-fields.tsx'
import { LinkButton } from '../../components/links.tsx'
import { ErrorNotice } from '../../components/notices.tsx'
import { Section } from '../../components/section.tsx'
import { ScopePicker } from '../../scopes/scope-picker.tsx'
import { texts } from '../../texts/index.ts'

interface RoleFormProps {
  readonly server: ServerWithScopes
  readonly contents: RoleContents
  readonly error: unknown
  readonly pending: boolean
  readonly onSave: (contents: RoleContents) => void
}

/** Fields for all of a role: its name, its members, the limits of its tokens, its scopes. */
export function RoleForm({ server, contents, error, pending, onSave }: RoleFormProps) {
  const [draft, setDraft] = useState(contents)
  const [scopes, setScopes] = useState<ReadonlySet<string>>(() => new Set(contents.scopes))
  const people = useQuery(users())
  const words = texts.adminRoles
  const nameIsWrong = !/^[\w-]*$/.test(draft.name)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSave({ ...draft, scopes: [...scopes].sort() })
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="lg">
        <Paper>
          <Stack maw="32rem">
            <TextInput
              label={words.name}
              description={words.nameHint}
              error={nameIsWrong ? words.nameWrong : undefined}
              required
              maxLength={75}
              value={draft.name}
              onChange={event => setDraft({ ...draft, name: event.currentTarget.value })}
            />
            <MultiSelect
              label={words.members}
              description={words.membersHint}
              searchable
              data={(people.data ?? []).map(({ id, username }) => ({ value: id, label: username }))}
              value={draft.member_ids}
              onChange={member_ids => setDraft({ ...draft, member_ids })}
            />
          </Stack>
        </Paper>
        <Section title={texts.limits.title}>
          <LimitsFields limits={draft} onChange={limits => setDraft({ ...draft, ...limits })} />
        </Section>
        <Section title={words.scopes}>
          <ScopePicker scopes={server.scopes} chosen={scopes} onChange={setScopes} />
        </Section>
        <ErrorNotice error={error ?? people.error} />
        <Group>
          <Button
            type="submit"
            loading={pending}
            disabled={draft.name === '' || nameIsWrong || scopes.size === 0}
          >
            {texts.actions.save}
          </Button>
          <LinkButton to="/admin/roles" variant="default">
            {texts.actions.cancel}
          </LinkButton>
        </Group>
      </Stack>
    </form>
  )
}
